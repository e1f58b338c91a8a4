// One run of wrk against one server, and what the worker spent on it.
// @ts-check
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { busyTime, cpuTime } from './proc.mjs';
import { newDirectory, start } from './processes.mjs';

/**
 * What one run gave. `cpu` is worker CPU in microseconds a request; `p50` and `p99` are latencies in microseconds at full load;
 * `foreign` is the part of both cores' time that programs other than ours took.
 * @typedef {{ cpu: number, requests: number, p50: number, p99: number, foreign: number }} Run
 */

/**
 * What is measured. `paths` is a file made by `writePaths`.
 * @typedef {{ name: string, server: import('./servers.mjs').Server, paths: string }} Subject
 */

/** Connections of the client; all are kept alive. */
export const CONNECTIONS = 32;

const SCRIPT = fileURLToPath(new URL('./wrk.lua', import.meta.url));

/**
 * @param {readonly string[]} paths
 * @returns {string} a file for `Subject.paths`
 */
export function writePaths(paths) {
  const file = join(newDirectory(), 'paths');
  writeFileSync(file, `${paths.join('\n')}\n`);
  return file;
}

/**
 * Loads a server for some seconds.
 * @param {import('./machine.mjs').Tools} tools
 * @param {Subject} subject
 * @param {{ seconds: number, upstream: import('./servers.mjs').Server }} how
 * @returns {Promise<Run>}
 * @throws when any answer is not the upstream's: then it is not what was to be measured
 */
export async function measure({ wrk, cores }, { name, server, paths }, { seconds, upstream }) {
  const pids = [server.worker(), upstream.worker()];
  const now = () => {
    const [worker = 0, upstreamWorker = 0] = pids.map((pid) => cpuTime(pid).own);
    const us = cpuTime(process.pid);
    return {
      worker,
      ours: worker + upstreamWorker + us.own + us.children,
      busy: busyTime([cores.worker, cores.client]),
    };
  };
  const before = now();
  const since = performance.now();
  const args = [
    '-t1',
    `-c${CONNECTIONS}`,
    `-d${seconds}s`,
    '-s',
    SCRIPT,
    `http://${server.address}`,
    '--',
    paths,
  ];
  const { ended, output } = start(cores.client, [wrk, ...args]);
  const code = await ended;
  const wall = (performance.now() - since) * 1000;
  const after = now();
  const result = output().match(/^\{.*\}$/m)?.[0];
  if (code !== 0 || result === undefined) throw new Error(`${name}: wrk failed: ${output()}`);
  const { requests, p50, p99, bad, broken } = JSON.parse(result);
  if (requests === 0 || bad > 0 || broken > 0)
    throw new Error(`${name}: of ${requests} answers ${bad} had a bad status, ${broken} were broken`);
  const foreign = after.busy - before.busy - (after.ours - before.ours);
  return {
    cpu: (after.worker - before.worker) / requests,
    requests,
    p50,
    p99,
    foreign: Math.max(0, foreign / (2 * wall)),
  };
}
