import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { type CliResult, eventually, rawRequest } from '../harness/index.ts';
import { freePort } from '../harness/launch.ts';
import { which } from '../harness/which.ts';

// These tests are about processes, signals and files of one machine: they run on its own nginx, whatever the stack.

const PACKAGE = fileURLToPath(new URL('../../../', import.meta.url));
const BIN = process.env.GATEWAYC_TEST_BIN ?? join(PACKAGE, 'bin/gatewayc.js');
const SHIPPED = ['bin', 'dist', 'lua', 'templates', 'schemas', 'package.json'];

/** A root to deploy to, a configuration, and the nginx they lead to. */
export interface Site {
  readonly dir: () => string;
  readonly root: () => string;
  readonly port: () => number;
  /** Writes gateway.yaml: one route that answers with `body`; `more` comes first. */
  readonly write: (body: string, more?: string) => void;
  /** Runs `apply`; `bin` is another gatewayc than the one of this checkout. */
  readonly apply: (bin?: string) => Promise<CliResult>;
  /** What the gateway answers now. */
  readonly answer: () => Promise<string>;
  readonly masterPid: () => number;
}

/** Gives every test of a file a site; its nginx and files are gone afterwards. */
export function newSite(): Site {
  const { site, open, close } = plot();
  beforeEach(open);
  afterEach(close);
  return site;
}

/** Gives the tests of a file one site together. */
export function sharedSite(): Site {
  const { site, open, close } = plot();
  beforeAll(open);
  afterAll(close);
  return site;
}

function plot() {
  let dir = '';
  let port = 0;
  const root = (): string => join(dir, 'root');
  const masterPid = (): number => Number(readFileSync(join(root(), 'run/nginx.pid'), 'utf8'));

  const open = async (): Promise<void> => {
    if (which('openresty') === undefined && which('nginx') === undefined)
      throw new Error('there is no openresty or nginx on this machine: scripts/setup.sh nginx');
    dir = realpathSync(mkdtempSync(join(tmpdir(), 'gatewayc-site-')));
    chmodSync(dir, 0o755);
    port = await freePort();
  };
  const close = async (): Promise<void> => {
    for (const { child, exited } of going) {
      child.kill('SIGINT'); // nothing happens to those that have ended
      await exited;
    }
    going.clear();
    if (existsSync(join(root(), 'run/nginx.pid'))) await end(masterPid(), dir);
    rmSync(dir, { recursive: true, force: true });
  };

  const site: Site = {
    dir: () => dir,
    root,
    port: () => port,
    write: (body, more = '') => writeFileSync(join(dir, 'gateway.yaml'), gatewayYaml(port, body, more)),
    apply: async (bin = BIN) =>
      finished(startCli(['apply', '-f', join(dir, 'gateway.yaml'), '--root', root()], bin)),
    answer: async () => (await rawRequest(`http://127.0.0.1:${port}`, '/who')).text,
    masterPid,
  };
  return { site, open, close };
}

/** Line 3 is the listener, line 10 the body of the route. */
const gatewayYaml = (port: number, body: string, more: string): string => `version: 1
server:
  listen: 127.0.0.1:${port}
metrics: {enabled: false}
routes:
  - id: who
    path: /who
    respond:
      content_type: text/plain
      body: ${body}
${more}`;

/** Ends a master, if it is one that runs below a directory. */
async function end(pid: number, dir: string): Promise<void> {
  const commandLine = (): string => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    } catch {
      return '';
    }
  };
  if (!commandLine().includes(dir)) return;
  process.kill(pid, 'SIGTERM');
  await eventually(`nginx ${pid} gone`, () => !commandLine().includes(dir));
}

/**
 * A copy of the package with one file of it changed, for what the real one must never do.
 * @param dir where to put it
 * @param file relative to the package
 * @param change gets the text and gives another
 * @returns its bin/gatewayc.js
 */
export function damagedPackage(dir: string, file: string, change: (text: string) => string): string {
  const copy = join(dir, 'package');
  mkdirSync(copy);
  for (const part of SHIPPED) cpSync(join(PACKAGE, part), join(copy, part), { recursive: true });
  symlinkSync(join(PACKAGE, 'node_modules'), join(copy, 'node_modules'));
  const path = join(copy, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, change(readFileSync(path, 'utf8')));
  return join(copy, 'bin/gatewayc.js');
}

/** Everything {@link startCli} has started in this test. */
const going = new Set<Going>();

/** A run of gatewayc that is still going on. */
export interface Going {
  readonly child: ChildProcess;
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** What it has said so far. */
  readonly said: { readonly stdout: string; readonly stderr: string };
}

/**
 * Starts gatewayc and does not wait for it.
 * @param args as on the command line
 * @param bin which gatewayc
 */
export function startCli(args: readonly string[], bin = BIN): Going {
  const child = spawn(process.execPath, [bin, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (chunk: string) => {
      said[stream] += chunk;
    });
  }
  const started: Going = {
    child,
    exited: once(child, 'close').then(([code, signal]) => ({ code, signal })),
    said,
  };
  going.add(started);
  return started;
}

async function finished({ exited, said }: Going): Promise<CliResult> {
  const { code } = await exited;
  return { exitCode: code ?? -1, ...said };
}
