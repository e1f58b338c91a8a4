import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freePort } from '../harness/launch.ts';
import { damagedPackage, newSite, startCli } from './site.ts';

const site = newSite();
const current = () => readlinkSync(join(site.root(), 'current'));
const INIT = 'lua/gatewayc/phase/init.lua';
const INIT_WORKER = 'lua/gatewayc/phase/init_worker.lua';
/** True only where `apply` has put the release: what passes the trial and fails on reload. */
const DEPLOYED = 'ngx.config.prefix():find("/current/", 1, true)';
/** Makes the start of every worker fail; the first function of the module is called then. */
const failingWorker = (condition: string, at: string) => (text: string) =>
  text.replace(
    /return function\(\)\n/,
    `return function()\n    if ${condition} then error("worker trouble ${at}") end\n`,
  );

/** Deploys "one" and makes sure that it serves. */
async function deployed(): Promise<string> {
  site.write('one');
  expect(await site.apply()).toMatchObject({ exitCode: 0 });
  expect(await site.answer()).toBe('one');
  return current();
}

describe('apply on the real nginx', () => {
  it('starts it, reloads it, and every worker confirms (T1)', async () => {
    const first = await deployed();
    const master = site.masterPid();
    site.write('two');
    const said = await site.apply();
    expect(said).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(
        /^generation [0-9a-f]{16} is live: reloaded, confirmed by \d+ workers? in \d+ ms\n$/,
      ),
    });
    expect(await site.answer()).toBe('two');
    expect(current()).not.toBe(first);
    expect(site.masterPid()).toBe(master);
  });
  it('lets two runs at once come one after the other (T5)', async () => {
    await deployed();
    site.write('two');
    const both = await Promise.all([site.apply(), site.apply()]);
    expect(both.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(await site.answer()).toBe('two');
    expect(readdirSync(site.root()).filter((name) => name.startsWith('.'))).toEqual([]);
  });
  it('never signals a process that is not our nginx (T5)', async () => {
    site.write('one');
    const stranger = spawn('sleep', ['60']);
    await once(stranger, 'spawn');
    mkdirSync(join(site.root(), 'run'), { recursive: true });
    writeFileSync(join(site.root(), 'run/nginx.pid'), `${stranger.pid}\n`);
    const said = await site.apply();
    expect(said).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('GW9032') });
    expect(await site.answer()).toBe('one');
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
    stranger.kill();
  });
});

describe('what nginx refuses', () => {
  it('a taken port: the old gateway serves on, and the message names the line of the listener (T2)', async () => {
    const before = await deployed();
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    site.write('two', `services: []\n`);
    writeFileSync(
      join(site.dir(), 'gateway.yaml'),
      `version: 1\nserver:\n  listen:\n    - 127.0.0.1:${site.port()}\n    - 127.0.0.1:${port}\nroutes: [{id: a, path: /who, respond: {status: 204}}]\n`,
    );
    const said = await site.apply();
    other.close();
    expect(said.exitCode).toBe(1);
    expect(said.stderr).toMatch(/GW9011\] \S*gateway\.yaml:5:7/);
    expect(said.stderr).toContain('GW9030');
    expect(await site.answer()).toBe('one');
    expect(current()).toBe(before);
  });
  it('a throwing Lua module: found in the trial, nothing is deployed (T2)', async () => {
    const before = await deployed();
    const bin = damagedPackage(site.dir(), INIT, (text) => `error("broken module [at /routes/0]")\n${text}`);
    site.write('two');
    const said = await site.apply(bin);
    expect(said).toMatchObject({ exitCode: 3 });
    expect(said.stderr).toMatch(/GW9012\] \S*gateway\.yaml:6:5/);
    expect(said.stderr).not.toMatch(/gatewayc-\d+-/);
    expect(await site.answer()).toBe('one');
    expect(current()).toBe(before);
  });
  it('a Lua syntax error: found in the trial (T2)', async () => {
    await deployed();
    site.write('two');
    const said = await site.apply(
      damagedPackage(site.dir(), INIT_WORKER, (text) => `${text}\nlocal x = = 1\n`),
    );
    expect(said).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('GW9012') });
    expect(await site.answer()).toBe('one');
  });
  it('workers that fail at their start: found in the trial (T2)', async () => {
    await deployed();
    site.write('two');
    const said = await site.apply(
      damagedPackage(site.dir(), INIT_WORKER, failingWorker('true', '[at /routes/0/path]')),
    );
    expect(said).toMatchObject({
      exitCode: 3,
      stderr: expect.stringMatching(/GW9013\] \S*gateway\.yaml:7:11/),
    });
    expect(await site.answer()).toBe('one');
  });
  it('a module that fails on reload only: the old release is put back (T1, T2)', async () => {
    const before = await deployed();
    site.write('two');
    const said = await site.apply(
      damagedPackage(site.dir(), INIT, (text) => `if ${DEPLOYED} then error("no room") end\n${text}`),
    );
    expect(said).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('no room') });
    expect(said.stderr).toContain('is current again and confirmed by');
    expect(await site.answer()).toBe('one');
    expect(current()).toBe(before);
  });
  it('workers that fail on reload only, though nginx took it: the old release is put back (T1, T2)', async () => {
    const before = await deployed();
    site.write('two');
    const said = await site.apply(damagedPackage(site.dir(), INIT_WORKER, failingWorker(DEPLOYED, '')));
    expect(said).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('worker trouble') });
    expect(await site.answer()).toBe('one');
    expect(current()).toBe(before);
  });
  it('a start that fails: nothing is left running, and no release is current', async () => {
    site.write('one');
    const said = await site.apply(damagedPackage(site.dir(), INIT_WORKER, failingWorker(DEPLOYED, '')));
    expect(said).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('GW9030') });
    await expect(site.answer()).rejects.toThrow();
    expect(readdirSync(site.root())).not.toContain('current');
  });
});

describe('gatewayc killed while it deploys (T5)', () => {
  it('SIGKILL at any moment: the old or the new gateway answers, and the next run recovers', async () => {
    await deployed();
    const args = ['apply', '-f', join(site.dir(), 'gateway.yaml'), '--root', site.root()];
    for (let i = 0; i < 12; i++) {
      site.write(`kill-${i}`);
      const going = startCli(args);
      // Spread over the whole run: the moments of a run differ from machine to machine, so some come before and some after the swap.
      setTimeout(() => going.child.kill('SIGKILL'), 150 + i * 60);
      await going.exited;
      expect(await site.answer()).toMatch(/^(one|kill-\d+)$/);
    }
    site.write('end');
    expect(await site.apply()).toMatchObject({ exitCode: 0 });
    expect(await site.answer()).toBe('end');
    expect(readdirSync(site.root()).filter((name) => name.startsWith('.'))).toEqual([]);
  }, 60_000);
  it('SIGINT: it stops at once with 130, and the old or the new gateway answers', async () => {
    await deployed();
    for (const moment of [200, 400, 600, 800]) {
      site.write(`interrupted-${moment}`);
      const going = startCli(['apply', '-f', join(site.dir(), 'gateway.yaml'), '--root', site.root()]);
      setTimeout(() => going.child.kill('SIGINT'), moment);
      expect([0, 130]).toContain((await going.exited).code ?? 130);
      expect(await site.answer()).toMatch(/^(one|interrupted-\d+)$/);
    }
  });
  it('a disk that fills up: nothing is swapped, and the message says so', async () => {
    const before = await deployed();
    site.write('two');
    // A file system of its own, full at 40 KiB, that only this run sees.
    const mounted = 'mount -t tmpfs -o size=40k none "$0" && exec "$@"';
    const bin = join(import.meta.dirname, '../../../bin/gatewayc.js');
    const args = [
      join(site.root(), 'releases'),
      process.execPath,
      bin,
      'apply',
      '-f',
      join(site.dir(), 'gateway.yaml'),
      '--root',
      site.root(),
    ];
    const child = spawn('unshare', [
      ...(process.getuid?.() === 0 ? [] : ['--map-root-user']),
      '--mount',
      'sh',
      '-c',
      mounted,
      ...args,
    ]);
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr += chunk;
    });
    const [code] = await once(child, 'close');
    expect(code).toBe(1);
    expect(stderr).toContain('GW9021');
    expect(await site.answer()).toBe('one');
    expect(current()).toBe(before);
  });
});
