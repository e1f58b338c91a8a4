import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { acquire, type LockRequest } from '../../../src/deploy/lock.ts';
import { inspect } from '../../../src/deploy/proc.ts';
import { scratchDirectory } from './scratch.ts';

const scratch = scratchDirectory();
const path = () => join(scratch(), '.lock');
const request = (more: Partial<LockRequest> = {}): LockRequest => ({
  path: path(),
  pid: process.pid,
  wait: 0,
  signal: new AbortController().signal,
  waiting: () => undefined,
  ...more,
});

/** Puts the lock of a process there that is no more. */
async function leaveStaleLock(name = '.lock'): Promise<string> {
  const child = spawn('true');
  await once(child, 'exit');
  writeFileSync(join(scratch(), name), JSON.stringify({ pid: child.pid, started: '1', id: `dead-${name}` }));
  return `dead-${name}`;
}

describe('the lock', () => {
  it('is one file while it is held, and none afterwards', async () => {
    const lock = await acquire(request());
    expect(readdirSync(scratch())).toEqual(['.lock']);
    await lock.release();
    expect(readdirSync(scratch())).toEqual([]);
  });
  it('keeps a second run out, which says who holds it (T5)', async () => {
    const lock = await acquire(request());
    const waited: number[] = [];
    await expect(acquire(request({ waiting: (pid) => waited.push(pid) }))).rejects.toMatchObject({
      diagnostics: [{ code: 'GW9025', message: expect.stringContaining(`process ${process.pid}`) }],
    });
    expect(waited).toEqual([process.pid]);
    await lock.release();
  });
  it('lets a second run wait for its turn (T5)', async () => {
    const lock = await acquire(request());
    const second = acquire(request({ wait: 5_000, waiting: () => void lock.release() }));
    await (await second).release();
    expect(readdirSync(scratch())).toEqual([]);
  });
  it('is taken over from a process that died (T5)', async () => {
    await leaveStaleLock();
    const lock = await acquire(request());
    await expect(acquire(request())).rejects.toThrow(`process ${process.pid}`);
    await lock.release();
    expect(readdirSync(scratch())).toEqual([]);
  });
  it('is taken over after any number of runs that were killed one after the other (T5)', async () => {
    const gone = spawn('true');
    await once(gone, 'exit');
    for (let i = 0; i < 40; i++) await acquire(request({ pid: gone.pid as number }));
    const lock = await acquire(request());
    await expect(acquire(request())).rejects.toThrow(`process ${process.pid}`);
    await lock.release();
    expect(readdirSync(scratch())).toEqual([]);
  });
  it('cleans up after a run that was killed while it took the lock (T5)', async () => {
    await leaveStaleLock('.lock.0123456789abcdef');
    writeFileSync(join(scratch(), '.lock.mine'), '');
    const lock = await acquire(request());
    await lock.release();
    expect(readdirSync(scratch())).toEqual(['.lock.mine']);
  });
  it('is taken over from one that died while taking over', async () => {
    const id = await leaveStaleLock();
    await leaveStaleLock(`.lock.after-${id}`);
    await (await acquire(request())).release();
    expect(readdirSync(scratch())).toEqual([]);
  });
  it('is taken over when the pid belongs to a later process', async () => {
    writeFileSync(path(), JSON.stringify({ pid: process.pid, started: '1', id: 'before-reboot' }));
    await (await acquire(request())).release();
  });
  it('goes to exactly one of many that find a dead owner at once', async () => {
    await leaveStaleLock();
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => acquire(request())));
    const held = results.filter((result) => result.status === 'fulfilled');
    expect(held).toHaveLength(1);
    await held[0]?.value.release();
    expect(readdirSync(scratch())).toEqual([]);
  });
  it('leaves nothing behind when waiting is interrupted', async () => {
    const lock = await acquire(request());
    const interrupt = new AbortController();
    await expect(
      acquire(
        request({ wait: 5_000, signal: interrupt.signal, waiting: () => interrupt.abort(new Error('stop')) }),
      ),
    ).rejects.toThrow('stop');
    await lock.release();
    expect(readdirSync(scratch())).toEqual([]);
  });
});

describe('a process', () => {
  it('is named for good by its pid and start time', async () => {
    const self = await inspect(process.pid);
    expect(self).toMatchObject({ pid: process.pid, parent: process.ppid, uid: process.getuid?.() });
    expect(self?.started).toMatch(/^\d+$/);
  });
  it('is not found when it is gone', async () => {
    const child = spawn('true');
    await once(child, 'exit');
    expect(await inspect(child.pid as number)).toBeUndefined();
  });
});
