import { existsSync, readlinkSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type ApplyRequest, apply, rolloutOf } from '../../../src/deploy/apply.ts';
import { collectStep, preparingSteps } from '../../../src/deploy/apply-steps.ts';
import { currentGeneration, makeLayout } from '../../../src/deploy/layout.ts';
import { verifyTree } from '../../../src/deploy/manifest.ts';
import { liveSteps } from '../../../src/deploy/rollout.ts';
import { readStatus } from '../../../src/deploy/status.ts';
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

function request(bundle: Bundle, more: Partial<ApplyRequest> = {}): ApplyRequest {
  const path = join(scratch(), 'error.log');
  const log = { path, write: (line: string) => writeFileSync(path, `${line}\n`, { flag: 'a' }) };
  return {
    root: root(),
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
    start: 'if-needed',
    keep: 5,
    limit: 60,
    host: fakeHost(),
    signal: new AbortController().signal,
    talk: () => undefined,
    control: fakeControl(nginx, log),
    ...more,
  };
}

const current = () => readlinkSync(join(root(), 'current'));

describe('apply', () => {
  it('starts nginx where none runs, and every worker confirms (T1)', async () => {
    expect(await apply(request(one))).toMatchObject({
      generation: one.generation,
      previous: undefined,
      outcome: 'started',
      workers: 2,
    });
    expect(current()).toBe(`releases/${one.generation}`);
    expect(await verifyTree(join(root(), 'current'))).toEqual([]);
    expect(readlinkSync(join(root(), 'current/run'))).toBe('../../run');
    expect(await readdir(root())).toEqual([
      'current',
      'history.json',
      'logrotate.conf',
      'logs',
      'releases',
      'run',
    ]);
  });
  it('reloads the nginx that runs (T1)', async () => {
    await apply(request(one));
    expect(await apply(request(two))).toMatchObject({ previous: one.generation, outcome: 'reloaded' });
    expect(nginx).toMatchObject({ generation: two.generation, calls: ['start', 'reload'] });
  });
  it('reloads also when nothing has changed: certificates may have', async () => {
    await apply(request(one));
    expect(await apply(request(one))).toMatchObject({ previous: one.generation, outcome: 'reloaded' });
  });
  it('only installs when it is told not to start', async () => {
    expect(await apply(request(one, { start: 'never' }))).toMatchObject({ outcome: 'installed', workers: 0 });
    expect(nginx.calls).toEqual([]);
    expect(current()).toBe(`releases/${one.generation}`);
  });
  it('keeps as many releases as it is told, and always the current one', async () => {
    for (const bundle of [one, two, three]) await apply(request(bundle, { keep: 2 }));
    expect((await readdir(join(root(), 'releases'))).sort()).toEqual(
      [two.generation, three.generation].sort(),
    );
  });
  it('writes a release anew that was changed by hand', async () => {
    await apply(request(one));
    writeFileSync(join(root(), 'current/conf/nginx.conf'), 'user root;');
    expect((await readStatus(root())).drift).toEqual([{ path: 'conf/nginx.conf', kind: 'changed' }]);
    await apply(request(one));
    expect((await readStatus(root())).drift).toEqual([]);
  });
});

describe('a reload that fails', () => {
  it('puts the old release back when nginx refuses, and gives its reason (T1, T2)', async () => {
    await apply(request(one));
    nginx.refuses.add(two.generation);
    await expect(apply(request(two))).rejects.toMatchObject({
      diagnostics: [
        { code: 'GW9030', message: expect.stringContaining(`generation ${one.generation} is current again`) },
      ],
    });
    expect(current()).toBe(`releases/${one.generation}`);
    expect(nginx.generation).toBe(one.generation);
    expect(existsSync(join(root(), '.apply.json'))).toBe(false);
  });
  it('puts the old release back when the workers never report, as with a throwing init_worker (T2)', async () => {
    await apply(request(one));
    nginx.silent.add(two.generation);
    await expect(apply(request(two))).rejects.toThrow('not every worker reported');
    expect(nginx).toMatchObject({ generation: one.generation, calls: ['start', 'reload', 'reload'] });
    expect(current()).toBe(`releases/${one.generation}`);
  });
  it('leaves nothing running where nothing ran', async () => {
    nginx.silent.add(one.generation);
    await expect(apply(request(one))).rejects.toMatchObject({ diagnostics: [{ code: 'GW9030' }] });
    expect(nginx).toMatchObject({ running: false, calls: ['start', 'stop'] });
    expect(existsSync(join(root(), 'current'))).toBe(false);
  });
  it('is taken back at once after an interrupt', async () => {
    await apply(request(one));
    nginx.silent.add(two.generation);
    const interrupt = new AbortController();
    const talk = (line: string): void => {
      if (line.includes('reloads')) interrupt.abort(new Error('stopped by SIGINT'));
    };
    await expect(apply(request(two, { limit: 10_000, signal: interrupt.signal, talk }))).rejects.toThrow(
      'stopped by SIGINT',
    );
    expect(current()).toBe(`releases/${one.generation}`);
    expect(nginx.generation).toBe(one.generation);
    expect(await readdir(root())).not.toContain('.lock');
  });
});

describe('apply killed after any step (T5)', () => {
  const names = [
    'recover',
    'write',
    'install',
    'verify',
    'journal',
    'swap',
    'signal',
    'confirm',
    'commit',
    'collect',
  ];

  /** Runs the first steps of a deployment, without what comes after an error or at the end. */
  async function runUntil(bundle: Bundle, last: string): Promise<void> {
    const wanted = request(bundle);
    const layout = await makeLayout(wanted.root);
    const rollout = rolloutOf(layout, wanted);
    const steps = [
      ...preparingSteps(rollout, wanted),
      ...liveSteps(rollout, await currentGeneration(layout)),
      collectStep(rollout, wanted, []),
    ];
    expect(steps.map(({ name }) => name)).toEqual(names);
    for (const step of steps.slice(0, names.indexOf(last) + 1)) await step.run();
  }

  it.each(names)('after "%s" a whole release is current, and the next run recovers', async (last) => {
    await apply(request(one));
    await runUntil(two, last);
    expect(await verifyTree(join(root(), 'current'))).toEqual([]);

    await apply(request(three));
    expect(current()).toBe(`releases/${three.generation}`);
    expect(nginx.generation).toBe(three.generation);
    expect(await readdir(root())).toEqual([
      'current',
      'history.json',
      'logrotate.conf',
      'logs',
      'releases',
      'run',
    ]);
    expect((await readdir(join(root(), 'releases'))).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('goes back to the last confirmed release, not to the one that was interrupted', async () => {
    await apply(request(one));
    nginx.silent.add(two.generation);
    await runUntil(two, 'signal');
    nginx.refuses.add(three.generation);
    await expect(apply(request(three))).rejects.toThrow(`generation ${one.generation} is current again`);
    expect(current()).toBe(`releases/${one.generation}`);
  });
  it('has nginx read what was put back, and waits for it, before it goes on: the killed run may just have told it to reload', async () => {
    await apply(request(one));
    await runUntil(two, 'swap');
    const seen: (string | undefined)[] = [];
    const talk = (): void => void seen.push(nginx.generation);
    await apply(request(three, { talk }));
    expect(nginx.calls).toEqual(['start', 'reload', 'reload']);
    expect(seen).toEqual([one.generation]);
  });
  it('says that it has cleaned up', async () => {
    await apply(request(one));
    await runUntil(two, 'swap');
    const { diagnostics } = await apply(request(three));
    expect(diagnostics).toMatchObject([{ code: 'GW9027', message: expect.stringContaining(two.generation) }]);
  });
  it('shows as unfinished until then', async () => {
    await apply(request(one));
    await runUntil(two, 'swap');
    expect((await readStatus(root())).open).toEqual({ from: one.generation, to: two.generation });
    expect(JSON.parse(await readFile(join(root(), '.apply.json'), 'utf8'))).toEqual({
      from: one.generation,
      to: two.generation,
    });
  });
});

describe('status', () => {
  it.each(['nowhere', '.'])('says that there is no gateway in %s', async (directory) => {
    await expect(readStatus(join(scratch(), directory))).rejects.toMatchObject({
      diagnostics: [{ code: 'GW9026' }],
    });
  });
});
