// Removes what test runs leave behind. Plain JavaScript: reaper.mjs runs it outside vitest, and Node 20 cannot load
// TypeScript.
// @ts-check
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { getContainerRuntimeClient } from 'testcontainers';

/** Every container carries this label; its value is the owner. */
export const LABEL = 'gatewayc.test.owner';
const PREFIX = 'gatewayc-test-';
// Engines can be shared between hosts: an owner says which host's process it means.
const host = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

/** A name for this vitest main process: host_pid_start. */
export function newOwner() {
  return `${host}_${process.pid}_${Date.now().toString(36)}`;
}

/**
 * A name for a network of this owner. testcontainers' networks take no labels, but they take a name.
 * @param {string} owner
 */
export function networkName(owner) {
  return `${PREFIX}${owner}-${randomBytes(4).toString('hex')}`;
}

/**
 * An owner's directory: one empty file a local process, named by its pid, and the deployments under test.
 * @param {string} owner
 */
export function ownerDir(owner) {
  return join(tmpdir(), `${PREFIX}${owner}`);
}

/**
 * Whether the process an owner names is gone. False for owners of other hosts: they are not ours to judge.
 * @param {string} owner
 */
function dead(owner) {
  const [ownerHost, pid] = owner.split('_');
  if (ownerHost !== host) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'ESRCH';
  }
}

/**
 * @param {number} pid
 * @param {NodeJS.Signals} name
 * @returns whether there was such a process
 */
function signal(pid, name) {
  try {
    process.kill(pid, name);
    return true;
  } catch {
    return false;
  }
}

/**
 * The local processes of an owner: those it noted, and every nginx whose pid file stands in its directory.
 * @param {string} dir
 */
function pidsIn(dir) {
  const names = readdirSync(dir, { recursive: true }).map(String);
  const noted = names.filter((name) => /^\d+$/.test(name)).map(Number);
  const nginx = names.filter((name) => name.endsWith('run/nginx.pid'));
  const masters = nginx.map((name) => Number.parseInt(readFileSync(join(dir, name), 'utf8'), 10));
  return [...new Set([...noted, ...masters.filter((pid) => pid > 1)])];
}

/**
 * Ends the local processes of an owner and removes its directory.
 * @param {string} dir
 */
async function sweepProcesses(dir) {
  // SIGTERM before SIGKILL: an nginx master that is killed leaves its workers running. SIGCONT: some tests pause things.
  const running = pidsIn(dir).filter((pid) => signal(pid, 'SIGTERM') && signal(pid, 'SIGCONT'));
  for (let turn = 0; turn < 20 && running.some((pid) => signal(pid, 'SIGCONT')); turn++) await sleep(50);
  for (const pid of running) signal(pid, 'SIGKILL');
  rmSync(dir, { recursive: true, force: true });
  return running.map((pid) => `process ${pid}`);
}

/** @param {(owner: string) => boolean} doomed */
async function sweepContainers(doomed) {
  const removed = [];
  const { dockerode } = (await getContainerRuntimeClient()).container;
  for (const container of await dockerode.listContainers({ all: true, filters: { label: [LABEL] } })) {
    if (!doomed(container.Labels[LABEL] ?? '')) continue;
    await dockerode
      .getContainer(container.Id)
      .remove({ force: true, v: true })
      .catch(() => undefined);
    removed.push(`container ${container.Image} ${container.Id.slice(0, 12)}`);
  }
  for (const network of await dockerode.listNetworks({ filters: { label: ['org.testcontainers=true'] } })) {
    const owner = network.Name.match(/^gatewayc-test-(\w+)-\w+$/)?.[1];
    if (!owner || !doomed(owner)) continue;
    await dockerode
      .getNetwork(network.Id)
      .remove()
      .catch(() => undefined);
    removed.push(`network ${network.Name}`);
  }
  return removed;
}

/**
 * Removes what one owner left, or what every dead owner of this host left.
 * @param {{ owner: string } | 'dead'} which
 * @param {boolean} docker whether an engine is to be swept too
 * @returns {Promise<string[]>} what was removed, for people
 */
export async function sweep(which, docker) {
  const doomed = (/** @type {string} */ owner) => (which === 'dead' ? dead(owner) : owner === which.owner);
  const removed = docker ? await sweepContainers(doomed) : [];
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(PREFIX) || !doomed(name.slice(PREFIX.length))) continue;
    removed.push(...(await sweepProcesses(join(tmpdir(), name))));
  }
  return removed;
}
