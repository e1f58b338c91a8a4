import { existsSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type ApplyRequest, apply } from '../../../src/deploy/apply.ts';
import { readHistory } from '../../../src/deploy/history.ts';
import { layoutOf } from '../../../src/deploy/layout.ts';
import { verifyTree } from '../../../src/deploy/manifest.ts';
import { type RollbackRequest, rollback } from '../../../src/deploy/rollback.ts';
import { readHistoryOf, readStatus } from '../../../src/deploy/status.ts';
import type { Bundle } from '../../../src/emit/bundle.ts';
import { bytes } from '../../../src/model/units.ts';
import { fakeBundle } from './fake-bundle.ts';
import { type FakeNginx, fakeControl, fakeHost, fakeNginx } from './fake-control.ts';
import { scratchDirectory } from './scratch.ts';

const scratch = scratchDirectory();
const root = () => join(scratch(), 'root');
const [one, two, three] = ['one', 'two', 'three'].map((name) => fakeBundle(name)) as [Bundle, Bundle, Bundle];
let nginx: FakeNginx = fakeNginx();
beforeEach(() => {
  nginx = fakeNginx();
});
const current = () => readlinkSync(join(root(), 'current'));
const past = async () =>
  (await readHistory(layoutOf(root()))).map(({ action, generation, outcome }) => [
    action,
    generation,
    outcome,
  ]);

const common = () => ({
  root: root(),
  start: 'if-needed' as const,
  limit: 60,
  host: fakeHost(),
  signal: new AbortController().signal,
  talk: () => undefined,
  control: fakeControl(nginx, {
    path: join(scratch(), 'error.log'),
    write: (line) => writeFileSync(join(scratch(), 'error.log'), `${line}\n`, { flag: 'a' }),
  }),
});

const deploy = (bundle: Bundle, more: Partial<ApplyRequest> = {}) =>
  apply({
    ...common(),
    bundle,
    locate: () => undefined,
    log: {
      level: 'info',
      format: 'json',
      access: 'access.log',
      error: 'error.log',
      maxSize: bytes(100),
      maxBackups: 3,
      maxAge: 7,
      at: [],
    },
    source: 'gateway.yaml',
    server: { path: '/usr/sbin/nginx', version: '1.22.1', flavor: 'debian-1.22', hasLua: true, modules: [] },
    keep: 5,
    ...more,
  });

const back = (steps: number | string = 1, more: Partial<RollbackRequest> = {}) =>
  rollback({
    ...common(),
    wanted: typeof steps === 'number' ? { kind: 'steps', steps } : { kind: 'generation', prefix: steps },
    server: () => Promise.reject(new Error('nobody asked for a binary')),
    ...more,
  });

describe('rollback', () => {
  it('makes the release before live, confirmed by every worker (T1)', async () => {
    await deploy(one);
    await deploy(two);
    expect(await back()).toMatchObject({
      generation: one.generation,
      previous: two.generation,
      outcome: 'reloaded',
      workers: 2,
    });
    expect(current()).toBe(`releases/${one.generation}`);
    expect(nginx).toMatchObject({ generation: one.generation, calls: ['start', 'reload', 'reload'] });
    expect((await readdir(root())).filter((name) => name.startsWith('.'))).toEqual([]);
  });
  it('goes further back each time, by steps, or to a generation', async () => {
    for (const bundle of [one, two, three]) await deploy(bundle);
    await back();
    await back();
    expect(current()).toBe(`releases/${one.generation}`);
    await back(three.generation.slice(0, 8));
    expect(current()).toBe(`releases/${three.generation}`);
    await deploy(two);
    await back(2);
    expect(current()).toBe(`releases/${one.generation}`);
  });
  it('refuses what is not there, and says what is', async () => {
    await deploy(one);
    await expect(back()).rejects.toMatchObject({ diagnostics: [{ code: 'GW9034' }] });
    await expect(back('ffffffff')).rejects.toThrow('there is no release ffffffff on the disk');
    await deploy(two);
    await expect(back(2)).rejects.toThrow(`there are only 1 earlier releases on the disk: ${one.generation}`);
    await expect(
      rollback({
        ...common(),
        root: join(scratch(), 'nowhere'),
        wanted: { kind: 'steps', steps: 1 },
        server: () => Promise.reject(),
      }),
    ).rejects.toMatchObject({ diagnostics: [{ code: 'GW9026' }] });
    expect(existsSync(join(scratch(), 'nowhere'))).toBe(false);
  });
  it('refuses a damaged release, and one of a newer format (T1)', async () => {
    await deploy(one);
    await deploy(two);
    const manifest = join(root(), 'releases', one.generation, 'manifest.json');
    writeFileSync(join(root(), 'releases', one.generation, 'conf/nginx.conf'), 'user root;');
    await expect(back()).rejects.toMatchObject({ diagnostics: [{ code: 'GW9024' }] });
    writeFileSync(manifest, '{"format":2}');
    await expect(back()).rejects.toMatchObject({ diagnostics: [{ code: 'GW9024' }] });
    expect(current()).toBe(`releases/${two.generation}`);
    expect(nginx.calls).toEqual(['start', 'reload']);
  });
  it('puts back what was current when nginx refuses, and says why (T1, T2)', async () => {
    await deploy(one);
    await deploy(two);
    nginx.refuses.add(one.generation);
    await expect(back()).rejects.toMatchObject({
      diagnostics: [
        { code: 'GW9030', message: expect.stringContaining(`${two.generation} is current again`) },
      ],
    });
    expect(current()).toBe(`releases/${two.generation}`);
    expect(nginx.generation).toBe(two.generation);
  });
  it('starts nginx where none runs, unless told not to', async () => {
    await deploy(one);
    await deploy(two);
    nginx.running = false;
    expect(await back(1, { start: 'never' })).toMatchObject({ outcome: 'installed', workers: 0 });
    await deploy(two, { start: 'never' });
    expect(await back()).toMatchObject({ outcome: 'started', workers: 2 });
  });
  it('keeps the release gone back to from being collected by the next apply', async () => {
    for (const bundle of [one, two, three]) await deploy(bundle);
    await back(2);
    await deploy(fakeBundle('four'), { keep: 2 });
    expect((await readHistoryOf(root())).back).toEqual([one.generation]);
    await back();
    expect(nginx.generation).toBe(one.generation);
  });
  it('is taken back after an interrupt', async () => {
    await deploy(one);
    await deploy(two);
    nginx.silent.add(one.generation);
    const interrupt = new AbortController();
    const talk = (line: string): void => {
      if (line.includes('reloads')) interrupt.abort(new Error('stopped by SIGINT'));
    };
    await expect(back(1, { limit: 10_000, signal: interrupt.signal, talk })).rejects.toThrow(
      'stopped by SIGINT',
    );
    expect(current()).toBe(`releases/${two.generation}`);
    expect((await past()).at(-1)).toEqual(['rollback', one.generation, 'interrupted']);
  });
  it('puts right first what a killed run left, and goes back from there (T5)', async () => {
    await deploy(one);
    await deploy(two);
    writeFileSync(
      join(root(), '.apply.json'),
      JSON.stringify({ from: two.generation, to: three.generation }),
    );
    const done = await back();
    expect(done).toMatchObject({ generation: one.generation, previous: two.generation });
    expect(done.diagnostics).toMatchObject([{ code: 'GW9027' }]);
    expect(await verifyTree(join(root(), 'current'))).toEqual([]);
  });
});

describe('the history', () => {
  it('has every apply and rollback, also those that did not get through', async () => {
    await deploy(one);
    nginx.refuses.add(two.generation);
    await expect(deploy(two)).rejects.toThrow();
    nginx.refuses.clear();
    await deploy(two);
    await back();
    expect(await past()).toEqual([
      ['apply', one.generation, 'started'],
      ['apply', two.generation, 'failed'],
      ['apply', two.generation, 'reloaded'],
      ['rollback', one.generation, 'reloaded'],
    ]);
    const [first, failed] = await readHistory(layoutOf(root()));
    expect(first).toMatchObject({
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      previous: null,
      source: 'gateway.yaml',
      workers: 2,
    });
    expect(failed).toMatchObject({ previous: one.generation, reason: 'nginx did not take the reload' });
    expect((await readStatus(root())).last).toMatchObject({ action: 'rollback' });
  });
  it('keeps the last five hundred', async () => {
    await deploy(one);
    const [entry] = await readHistory(layoutOf(root()));
    writeFileSync(
      join(root(), 'history.json'),
      JSON.stringify({ format: 1, entries: Array(600).fill(entry) }),
    );
    await deploy(two);
    const entries = await readHistory(layoutOf(root()));
    expect(entries).toHaveLength(500);
    expect(entries.at(-1)).toMatchObject({ generation: two.generation });
  });
  it('that cannot be read is a warning for apply, which goes on, and never overwritten', async () => {
    await deploy(one);
    writeFileSync(join(root(), 'history.json'), 'mine');
    expect((await deploy(two)).diagnostics).toMatchObject([{ code: 'GW9033' }]);
    expect(nginx.generation).toBe(two.generation);
    await expect(readHistoryOf(root())).rejects.toMatchObject({ diagnostics: [{ code: 'GW9023' }] });
    rmSync(join(root(), 'history.json'));
    expect((await readHistoryOf(root())).back).toEqual([one.generation]);
  });
});
