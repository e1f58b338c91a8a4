import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { Interrupted, type Terminal } from '../../../src/cli/terminal.ts';
import { GOOD, workbench } from './run-main.ts';

const { run, write, directory } = workbench();
// The first one loads the whole compiler.
vi.setConfig({ testTimeout: 30_000 });
const WATCH = ['watch', '--no-apply', '--nginx-flavor', 'debian-1.22'];

/** What `watch` says, and a way to wait for it. */
function listener() {
  let talk = '';
  let wake = (): void => undefined;
  return {
    talk: (text: string) => {
      talk += text;
      wake();
    },
    hear: async (what: RegExp): Promise<void> => {
      while (!what.test(talk))
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      talk = talk.replace(what, '');
    },
  };
}

/** Starts `watch`, which goes on until `interrupt` or a key ends it. */
function start(argv: readonly string[], more: Partial<Terminal> = {}) {
  const ears = listener();
  const stop = new AbortController();
  let press: (key: string) => void = () => undefined;
  const ended = run([...WATCH, ...argv], {
    talk: ears.talk,
    interrupted: stop.signal,
    host: { pid: process.pid, searchPath: '', kill: (pid, signal) => void process.kill(pid, signal) },
    keys: (pressed) => {
      press = pressed;
      return () => undefined;
    },
    ...more,
  });
  return {
    ...ears,
    ended,
    press: (key: string) => press(key),
    interrupt: () => stop.abort(new Interrupted('SIGINT')),
  };
}

describe('gatewayc watch', () => {
  it('says one line for every save, shows errors as code frames, and recovers (M218)', async () => {
    write({ 'gateway.yaml': GOOD });
    const { hear, interrupt, ended } = start([]);
    await hear(/^\d\d:\d\d:\d\d gateway\.yaml → \d+ files, generation [0-9a-f]{16} compiled in \d+ ms$/m);
    write({ 'gateway.yaml': GOOD.replace('path: /hello', 'path: hello') });
    await hear(/error\[GW\d+\] gateway\.yaml:4:.*\n> 4 \| {5}path: hello\n.*→ 1 error\n/s);
    write({ 'gateway.yaml': GOOD.replace('/hello', '/hallo') });
    await hear(/gateway\.yaml → \d files?, generation/);
    interrupt();
    expect(await ended).toMatchObject({ exit: 130 });
  });
  it('waits for a file that is not there yet', async () => {
    const { hear, interrupt, ended } = start([]);
    await hear(/GW1012/);
    write({ 'gateway.yaml': GOOD });
    await hear(/compiled in/);
    interrupt();
    expect(await ended).toMatchObject({ exit: 130 });
  });
  it('builds again at r, and ends with 0 at q', async () => {
    write({ 'gateway.yaml': GOOD });
    const { hear, press, ended } = start([]);
    await hear(/watching; r builds again, q quits/);
    await hear(/compiled in/);
    press('r');
    await hear(/gateway\.yaml → 0 files, generation/);
    press('x');
    press('q');
    expect(await ended).toMatchObject({ exit: 0 });
  });
  it('runs a command after every good build, and ends one that still runs', async () => {
    write({ 'gateway.yaml': GOOD });
    const { hear, press, interrupt, ended } = start([
      '--exec',
      'echo "made $GATEWAYC_GENERATION"; sleep 600',
    ]);
    await hear(/made [0-9a-f]{16}\n/);
    press('r');
    await hear(/made [0-9a-f]{16}\n/);
    interrupt();
    expect(await ended).toMatchObject({ exit: 130 });
  });
  it('says how a command ended that failed, and runs none after a bad build', async () => {
    write({ 'gateway.yaml': 'a: [' });
    const { hear, interrupt, ended } = start(['--exec', ': > ran; exit 7']);
    await hear(/→ 1 error/);
    expect(existsSync(join(directory(), 'ran'))).toBe(false);
    write({ 'gateway.yaml': GOOD });
    await hear(/--exec ended with code 7/);
    interrupt();
    await ended;
  });
  it('shows warnings once, not at every save', async () => {
    const warned = `${GOOD.replace('version: 1', 'version: 1\nserver: {tls: {certificates: [{cert_file: /no/c.pem, key_file: /no/k.pem}]}}')}`;
    write({ 'gateway.yaml': warned });
    const { hear, talk, interrupt, ended } = start([]);
    await hear(/GW4004.*\n[\s\S]*GW4004.*\n[\s\S]*compiled in/);
    talk('[next]');
    writeFileSync(join(directory(), 'gateway.yaml'), `${warned}# more\n`);
    await hear(/\[next\]\d\d:\d\d:\d\d gateway.yaml → /);
    interrupt();
    await ended;
  });
  it('understands its flags before it reads anything: which file, and that a flag is wrong (M220)', async () => {
    write({ 'other.yaml': GOOD, 'gateway.yaml': 'a: [' });
    expect(await run([...WATCH, '-f', 'other.yaml', '--pol'])).toMatchObject({
      exit: 64,
      talk: expect.stringContaining('did you mean --poll?'),
    });
    const { hear, interrupt, ended } = start(['-f', 'other.yaml', '--poll']);
    await hear(/ other\.yaml → \d+ files, generation/);
    write({ 'other.yaml': GOOD.replace('/hello', '/hallo') });
    await hear(/ other\.yaml → \d files?, generation/);
    interrupt();
    expect(await ended).toMatchObject({ exit: 130 });
  });
  it('cannot watch standard input', async () => {
    const ran = await run(['watch', '-f', '-', '--format', 'json']);
    expect(ran.exit).toBe(64);
    expect(JSON.parse(ran.out)).toMatchObject({ diagnostics: [{ code: 'GW9090' }] });
  });
});
