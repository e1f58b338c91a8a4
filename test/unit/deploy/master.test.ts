import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeLayout } from '../../../src/deploy/layout.ts';
import { findMaster, forgetDeadWorkers, liveWorkers } from '../../../src/deploy/master.ts';
import { scratchDirectory } from './scratch.ts';

const scratch = scratchDirectory();

describe('the master of a root', () => {
  it('is none without a pid file', async () => {
    expect(await findMaster(await makeLayout(scratch()))).toEqual({ kind: 'none' });
  });
  it.each(['', 'x', '0', '1', '-5', '999999999'])('is none when the pid file says %j', async (text) => {
    const layout = await makeLayout(scratch());
    writeFileSync(layout.pidFile, text);
    expect(await findMaster(layout)).toEqual({ kind: 'none' });
  });
  it('is never a process that is not our nginx (T5)', async () => {
    const layout = await makeLayout(scratch());
    writeFileSync(layout.pidFile, `${process.pid}\n`);
    expect(await findMaster(layout)).toEqual({ kind: 'foreign', pid: process.pid });
  });
});

describe('workers', () => {
  it('are only nginx workers, whatever other children there are', async () => {
    const layout = await makeLayout(scratch());
    expect(await liveWorkers(layout.workers, process.pid)).toEqual([]);
  });
  it('that are gone are forgotten, others are kept', async () => {
    const layout = await makeLayout(scratch());
    writeFileSync(join(layout.workers, String(process.pid)), 'x\n');
    writeFileSync(join(layout.workers, '999999999'), 'x\n');
    symlinkSync('/etc/passwd', join(layout.workers, '999999998'));
    mkdirSync(join(layout.workers, 'junk'));
    await forgetDeadWorkers(layout.workers);
    expect(await readdir(layout.workers)).toEqual([String(process.pid)]);
  });
});
