// Every directory here is a case: a gateway (its own, or one that case.json names) and what becomes of it. A change of what is emitted shows
// up as a change of these files: `UPDATE_GOLDEN=1 npx vitest run --project golden` writes them.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { goldenCase, goldenNames } from './cases.ts';
import { compileCase } from './compile.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const UPDATE = Boolean(process.env.UPDATE_GOLDEN);

const cases = goldenNames();

function expected(name: string): Record<string, string> {
  const root = join(HERE, name, 'expected');
  if (!existsSync(root)) return {};
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(root.length + 1), readFileSync(path, 'utf8')]),
  );
}

function update(name: string, files: Readonly<Record<string, string>>): void {
  const root = join(HERE, name, 'expected');
  rmSync(root, { recursive: true, force: true });
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

describe('goldens', () => {
  it.each(cases)('%s', async (name) => {
    const files = await compileCase(goldenCase(name));
    if (UPDATE) update(name, files);
    expect(files).toEqual(expected(name));
  });
});

describe('what is emitted', () => {
  const confs = cases.flatMap((name) => {
    const conf = expected(name)['conf/nginx.conf'];
    return conf === undefined ? [] : [[name, conf] as const];
  });

  it.each(confs)('%s: nginx.conf is laid out with care', (_, conf) => {
    expect(conf).not.toMatch(/\n\n\n/); // no two blank lines
    expect(conf).not.toMatch(/[ \t]\n/); // nothing behind the end of a line
    expect(conf).not.toMatch(/\{\n\n|\n\n *\}/); // no blank line at the edge of a block
    expect(conf).not.toMatch(/ ;|\S {2,}\S/); // single blanks, none before a semicolon
    expect(conf).toMatch(/[^\n]\n$/);
    let depth = 0;
    for (const line of conf.split('\n').filter((text) => text !== '')) {
      if (/^ *\}$/.test(line)) depth -= 1;
      const continued = /^ *'"/.test(line) ? 1 : 0;
      expect(`${line.search(/\S/)}: ${line}`).toBe(`${2 * (depth + continued)}: ${line}`);
      if (/\{$/.test(line)) depth += 1;
    }
    expect(depth).toBe(0);
  });
});
