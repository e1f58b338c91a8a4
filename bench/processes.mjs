// Every program the bench starts, and every directory it makes: all are gone when it ends, however it ends.
// @ts-check
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

/** @type {Set<ChildProcess>} */
const running = new Set();
/** @type {string | undefined} */
let scratch;
let directories = 0;

/** Ends everything at once; for the end of this process. An nginx master that gets SIGTERM ends its workers. */
function sweep() {
  for (const child of running) child.kill('SIGTERM');
  running.clear();
  if (scratch !== undefined) rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
}

process.on('exit', sweep);
for (const [signal, code] of /** @type {const} */ ([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
]))
  process.on(signal, () => process.exit(code));

/** @returns {string} an empty directory that nginx's workers may read too */
export function newDirectory() {
  scratch ??= mkdtempSync(join(tmpdir(), 'gatewayc-bench-'));
  chmodSync(scratch, 0o755);
  const directory = mkdtempSync(join(scratch, `${directories++}-`));
  chmodSync(directory, 0o755);
  return directory;
}

/**
 * Starts a program that ends with this process at the latest.
 * @param {number} core the core it is pinned to, with all it starts
 * @param {readonly string[]} command
 * @returns {{ child: ChildProcess, output: () => string, ended: Promise<number | null> }} `ended` gives the exit code
 */
export function start(core, command) {
  const child = spawn('taskset', ['-c', String(core), ...command], { stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      running.delete(child);
      resolve(code);
    });
  });
  return { child, output: () => output, ended };
}

/** @returns {Promise<number>} a TCP port of 127.0.0.1 that nobody uses now */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
