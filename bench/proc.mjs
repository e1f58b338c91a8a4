// What the kernel says about processes and cores.
// @ts-check
import { readFileSync } from 'node:fs';

/** Length of the kernel's clock tick, in microseconds: USER_HZ is 100 on every Linux. */
const TICK = 10_000;

/** @param {string} path */
const read = (path) => readFileSync(path, 'utf8');

/**
 * CPU time a process has used in user and kernel mode.
 * @param {number} pid
 * @returns {{ own: number, children: number }} microseconds; `children` are those that have ended
 */
export function cpuTime(pid) {
  const text = read(`/proc/${pid}/stat`);
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [user = 0, system = 0, childUser = 0, childSystem = 0] = fields.slice(11, 15);
  return { own: (user + system) * TICK, children: (childUser + childSystem) * TICK };
}

/**
 * Time cores were kept from us or used by programs: neither idle nor serving interrupts.
 * @param {readonly number[]} cores
 * @returns {number} microseconds since the start
 */
export function busyTime(cores) {
  const lines = read('/proc/stat').split('\n');
  return cores.reduce((sum, core) => {
    const fields =
      lines
        .find((line) => line.startsWith(`cpu${core} `))
        ?.split(/\s+/)
        .slice(1)
        .map(Number) ?? [];
    const [user = 0, nice = 0, system = 0, , , , , steal = 0] = fields;
    return sum + (user + nice + system + steal) * TICK;
  }, 0);
}

/**
 * @param {number} pid
 * @returns {number[]} the processes it started that still run
 */
export function childrenOf(pid) {
  return read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);
}

/**
 * Memory of a process: `rss` counts pages it shares with others in full, `pss` its part of them.
 * @param {number} pid
 * @returns {{ rss: number, pss: number }} bytes
 */
export function memoryOf(pid) {
  const text = read(`/proc/${pid}/smaps_rollup`);
  const bytes = (/** @type {string} */ name) =>
    Number(text.match(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm'))?.[1]) * 1024;
  return { rss: bytes('Rss'), pss: bytes('Pss') };
}
