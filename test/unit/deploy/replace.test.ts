import { existsSync, mkdirSync, readlinkSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildInto } from '../../../src/deploy/build.ts';
import { compareTree, verifyTree } from '../../../src/deploy/manifest.ts';
import { planReplacement, replaceSteps } from '../../../src/deploy/replace.ts';
import { fakeBundle } from './fake-bundle.ts';
import { fakeHost } from './fake-control.ts';
import { scratchDirectory, snapshot } from './scratch.ts';

const scratch = scratchDirectory();
const output = () => join(scratch(), 'out');
const old = fakeBundle('old').files;
const fresh = fakeBundle('new', { 'conf/extra.conf': '#\n' }).files;

const build = (tree = fresh, directory = output()) =>
  buildInto({
    directory,
    tree,
    host: fakeHost(),
    signal: new AbortController().signal,
    talk: () => undefined,
  });

describe('build', () => {
  it('writes everything, readable and with the directories nginx writes to', async () => {
    await build();
    expect(await verifyTree(output())).toEqual([]);
    expect(statSync(join(output(), 'conf/nginx.conf')).mode & 0o777).toBe(0o644);
    expect(statSync(join(output(), 'run/workers')).mode & 0o7777).toBe(0o1777);
    expect(await readdir(scratch())).toEqual(['out']);
  });
  it('replaces what an earlier build wrote, and keeps run/ and logs/', async () => {
    await build(old);
    writeFileSync(join(output(), 'run/nginx.pid'), '12\n');
    writeFileSync(join(output(), 'logs/access.log'), 'line\n');
    await build(fresh);
    expect(await compareTree(output(), fresh)).toEqual([]);
    expect(await snapshot(output())).toMatchObject({ 'run/nginx.pid': '12\n', 'logs/access.log': 'line\n' });
  });
  it('refuses a directory that is somebody else’s, and leaves it as it is', async () => {
    mkdirSync(output());
    writeFileSync(join(output(), 'thesis.txt'), 'years');
    await expect(build()).rejects.toMatchObject({ diagnostics: [{ code: 'GW9020' }] });
    expect(await snapshot(scratch())).toEqual({ 'out/thesis.txt': 'years' });
  });
  it('follows a symbolic link and replaces what it points to (T5)', async () => {
    await build(old, join(scratch(), 'real'));
    symlinkSync('real', output());
    await build(fresh);
    expect(readlinkSync(output())).toBe('real');
    expect(await compareTree(join(scratch(), 'real'), fresh)).toEqual([]);
  });
  it('follows a symbolic link to a directory that is not there yet (T5)', async () => {
    symlinkSync('later', output());
    await build();
    expect(await verifyTree(join(scratch(), 'later'))).toEqual([]);
  });
  it('names the directory when it cannot be written', async () => {
    writeFileSync(join(scratch(), 'file'), '');
    await expect(build(fresh, join(scratch(), 'file/out'))).rejects.toMatchObject({
      diagnostics: [{ code: 'GW9023', message: expect.stringContaining('file/out') }],
    });
  });
});

describe('build killed after any step (T5)', async () => {
  const count = replaceSteps(await planReplacement('/nowhere'), old).length;

  it.each(Array.from({ length: count }, (_, i) => i + 1))(
    'step %i: the old or the new tree is whole, and the next run recovers',
    async (stop) => {
      await build(old);
      writeFileSync(join(output(), 'run/nginx.pid'), '12\n');
      const names = await planReplacement(output());
      for (const step of replaceSteps(names, fresh).slice(0, stop)) await step.run();

      const whole = existsSync(names.target) ? names.target : names.old;
      expect(await verifyTree(whole)).toEqual([]);

      await build(fresh);
      expect(await compareTree(output(), fresh)).toEqual([]);
      expect(await snapshot(join(output(), 'run'))).toEqual({ 'nginx.pid': '12\n' });
      expect(await readdir(scratch())).toEqual(['out']);
    },
  );

  it('recovers from a kill in the middle of writing', async () => {
    await build(old);
    const names = await planReplacement(output());
    mkdirSync(join(names.fresh, 'conf'), { recursive: true });
    writeFileSync(join(names.fresh, 'conf/nginx.conf'), '# ne');
    await build(fresh);
    expect(await compareTree(output(), fresh)).toEqual([]);
    expect(await readdir(scratch())).toEqual(['out']);
  });
});
