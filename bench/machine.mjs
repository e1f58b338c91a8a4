// What the numbers were measured with: programs, cores, versions.
// @ts-check
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The built command line. */
export const BIN = fileURLToPath(new URL('../bin/gatewayc.js', import.meta.url));

/** The machine cannot run the bench; the message says what to do. */
export class Unfit extends Error {}

/**
 * @typedef {object} Tools
 * @property {string} nginx path of the nginx both gateways run on
 * @property {string} wrk
 * @property {{ worker: number, client: number }} cores one for the measured worker; one for everything else
 */

/**
 * @param {readonly string[]} names programs, the best one first
 * @returns {string | undefined} the path of the first that is there
 */
function onPath(names) {
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    '/usr/sbin',
    '/usr/local/openresty/nginx/sbin',
  ];
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => existsSync(path));
}

/** @returns {number[]} the cores this process may run on */
function allowedCores() {
  const list = readFileSync('/proc/self/status', 'utf8').match(/^Cpus_allowed_list:\s*(\S+)$/m)?.[1] ?? '';
  return list.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
}

/**
 * Finds what the bench needs. It installs nothing.
 * @param {string | undefined} binary the nginx to measure with, where it was named
 * @returns {Tools}
 * @throws {Unfit} naming everything that is missing
 */
export function findTools(binary) {
  const nginx = binary ?? onPath(['openresty', 'nginx']);
  const wrk = onPath(['wrk']);
  const missing = [
    ...(existsSync(BIN.replace('bin/gatewayc.js', 'dist')) ? [] : ['dist/ (npm run build)']),
    ...(nginx !== undefined && existsSync(nginx)
      ? []
      : [`${binary ?? 'nginx'} (bash scripts/setup.sh nginx)`]),
    ...(wrk === undefined ? ['wrk (bash scripts/setup.sh tools)'] : []),
    ...(onPath(['taskset']) === undefined ? ['taskset (package util-linux)'] : []),
  ];
  if (nginx === undefined || wrk === undefined || missing.length > 0)
    throw new Unfit(`missing: ${missing.join(', ')}`);
  const [client, worker] = allowedCores();
  if (client === undefined || worker === undefined)
    throw new Unfit('two cores are needed: one for the worker, one for client and upstream');
  return { nginx, wrk, cores: { worker, client } };
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {string} the first line it says, on either stream
 */
function firstLine(program, args) {
  const { stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  return `${stdout}${stderr}`.trim().split('\n')[0] ?? '';
}

/** @returns {string} the commit, with `+` when the checkout differs from it; `unknown` outside of one */
function commit() {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty=+', '--abbrev=10'], {
      cwd: fileURLToPath(new URL('..', import.meta.url)),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}

/**
 * @param {Tools} tools
 * @returns {{ machine: Record<string, unknown>, versions: Record<string, string> }} for the results file
 */
export function describeMachine(tools) {
  const [cpu] = cpus();
  return {
    machine: {
      cpu: cpu?.model.trim() ?? 'unknown',
      cores: cpus().length,
      memory_mb: Math.round(totalmem() / 1024 / 1024),
      kernel: release(),
      load: loadavg().map((load) => Math.round(load * 100) / 100),
    },
    versions: {
      gatewayc: firstLine(process.execPath, [BIN, '--version']),
      commit: commit(),
      node: process.version,
      nginx: firstLine(tools.nginx, ['-v']).replace('nginx version: ', ''),
      wrk: firstLine(tools.wrk, ['-v']).replace(/ Copyright.*/, ''),
    },
  };
}
