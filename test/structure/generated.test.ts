import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ROOT } from './files.ts';
import { namedFeatures, roomsOf } from './rooms.ts';

const COPIED = [
  'src',
  'lua',
  'schemas',
  'scripts',
  'docs/reference',
  'test/features',
  'package.json',
  'biome.json',
];
const GENERATED =
  /^(src\/features\/registry\.ts|src\/schema\/validator\.ts|schemas\/gateway\.schema\.json|docs\/reference\/.*)$/;

const copies: string[] = [];
afterEach(() => {
  for (const copy of copies.splice(0)) rmSync(copy, { recursive: true, force: true });
});

/** A copy of the checkout in which the scripts can run. */
function copyOfTheHouse(): string {
  const copy = mkdtempSync(join(tmpdir(), 'gatewayc-house-'));
  copies.push(copy);
  mkdirSync(join(copy, 'docs'));
  mkdirSync(join(copy, 'test'));
  for (const path of COPIED) cpSync(join(ROOT, path), join(copy, path), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

const run = (root: string, ...args: string[]) =>
  spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });

/** Every file of a copy and its text. */
function textsOf(root: string): Map<string, string> {
  const files = COPIED.flatMap((top) =>
    statSync(join(root, top)).isFile()
      ? [top]
      : readdirSync(join(root, top), { recursive: true, encoding: 'utf8' }).map((path) => `${top}/${path}`),
  ).filter((path) => statSync(join(root, path)).isFile());
  return new Map(files.sort().map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

describe('npm run generate', () => {
  it('has nothing to write: everything generated is up to date', () => {
    const { status, stderr } = run(ROOT, 'scripts/generate.mjs', '--check');
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });
  it('notices an edit by hand, and writes the file anew', () => {
    const copy = copyOfTheHouse();
    const before = textsOf(copy);
    appendFileSync(join(copy, 'docs/reference/route.md'), 'by hand\n');
    const check = run(copy, 'scripts/generate.mjs', '--check');
    expect(check.stderr).toContain('stale: docs/reference/route.md');
    expect(check.status).toBe(1);
    expect(run(copy, 'scripts/generate.mjs').status).toBe(0);
    expect(textsOf(copy)).toEqual(before);
  });
});

describe('npm run new', () => {
  it.each(['assertion', 'balancer', 'filter'])(
    'adds the four rooms of %s/example and edits nothing by hand',
    (family) => {
      const copy = copyOfTheHouse();
      const before = textsOf(copy);
      execFileSync(process.execPath, ['scripts/new.mjs', `${family}/example`], { cwd: copy });
      const after = textsOf(copy);
      const edited = [...before].filter(([path, text]) => after.get(path) !== text).map(([path]) => path);
      const added = [...after.keys()].filter((path) => !before.has(path) && !GENERATED.test(path)).sort();
      expect(edited.filter((path) => !GENERATED.test(path))).toEqual([]);
      expect(edited).toContain('src/features/registry.ts');
      expect(added).toEqual([
        `lua/gatewayc/${family}/example.lua`,
        `schemas/${family}/example.json`,
        `src/features/${family}/example.ts`,
        `test/features/${family}/example/contract.test.ts`,
      ]);
      const { descriptor, ...others } = roomsOf(copy);
      expect(descriptor).toContain(`${family}/example`);
      const stem = `${family}/example`;
      for (const room of Object.values({ ...others, ...namedFeatures(copy) })) expect(room).toContain(stem);
      expect(run(copy, 'scripts/generate.mjs', '--check').stderr).toBe('');
      const style = run(
        copy,
        'node_modules/@biomejs/biome/bin/biome',
        'check',
        ...added.filter((path) => path.endsWith('.ts')),
      );
      expect(style.status, style.stdout + style.stderr).toBe(0);
    },
  );
  it.each(['', 'limiterx/a', 'balancer', 'balancer/Least_Time', 'balancer/random', 'balancer/a/b'])(
    'refuses "%s" and writes nothing',
    (name) => {
      const copy = copyOfTheHouse();
      const before = textsOf(copy);
      const { status, stderr } = run(copy, 'scripts/new.mjs', name);
      expect(status).toBe(64);
      expect(stderr).not.toBe('');
      expect(textsOf(copy)).toEqual(before);
    },
  );
});
