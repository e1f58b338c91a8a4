// The command line, every time in a new process.
// @ts-check
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gatewayYaml, makeRoutes } from '../documents.mjs';
import { BIN } from '../machine.mjs';
import { newDirectory } from '../processes.mjs';
import { quartiles, round } from '../statistics.mjs';
import { everyday } from './everyday.mjs';

/** @typedef {import('./row.mjs').Row} Row */
/** @typedef {{ name: string, title: string, args: readonly string[], must?: number, mustMemory?: number }} Command */

/** Makes a process of node say its peak memory in KiB, and its CPU time in microseconds, on file descriptor 3 when it ends. */
const SAY_USE = `data:text/javascript,import { writeSync } from 'node:fs';
process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  writeSync(3, JSON.stringify({ peak: maxRSS, cpu: userCPUTime + systemCPUTime }));
})`;

/**
 * @param {readonly string[]} args of node
 * @returns {Promise<{ ms: number, said: string }>} wall time, and what it said on file descriptor 3
 */
function once(args) {
  return new Promise((resolve, reject) => {
    const since = performance.now();
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
    let complaint = '';
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        complaint += chunk;
      });
    }
    child.stdio[3]?.on('data', (chunk) => {
      said += chunk;
    });
    let ms = 0;
    child.on('exit', () => {
      ms = performance.now() - since;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve({ ms, said });
      else reject(new Error(`node ${args.join(' ')}: exit ${code}\n${complaint}`));
    });
  });
}

/** @param {number} count of routes @returns {string} a file */
function mixed(count) {
  const file = join(newDirectory(), 'gateway.yaml');
  const routes = makeRoutes({ count, style: 'resources', kind: 'mixed' });
  writeFileSync(
    file,
    gatewayYaml({ listen: '8080', metrics: '127.0.0.1:9090', upstream: '127.0.0.1:9', routes }),
  );
  return file;
}

/** @returns {string} a file */
function twoHundred() {
  const file = join(newDirectory(), 'gateway.yaml');
  writeFileSync(file, everyday(200));
  return file;
}

/** @returns {Command[]} */
function commands() {
  const build = (/** @type {number} */ count) => ({
    name: `build-${count}`,
    title: `build, ${count.toLocaleString('en')} routes`,
    args: [BIN, 'build', '-f', mixed(count), '-o', join(newDirectory(), 'gateway')],
  });
  return [
    { name: 'node', title: 'node alone, for comparison', args: ['-e', '0'] },
    { name: 'help', title: '--help', args: [BIN, '--help'], must: 120 },
    {
      name: 'check',
      title: 'check, 200 routes of every sort',
      args: [BIN, 'check', '-f', twoHundred()],
      must: 400,
    },
    build(10),
    build(1000),
    { ...build(10_000), must: 2000, mustMemory: 400 },
  ];
}

/**
 * @param {import('./row.mjs').Bench} bench
 * @returns {Promise<Row[]>}
 */
export async function commandRows({ repeats, wanted, talk }) {
  /** @type {Row[]} */
  const rows = [];
  for (const { name, title, args, must, mustMemory } of commands()) {
    if (!wanted(name)) continue;
    const times = [];
    for (let turn = 0; turn < repeats; turn++) times.push((await once(args)).ms);
    const ms = quartiles(times, 0);
    const { peak, cpu } = JSON.parse((await once(['--import', SAY_USE, ...args])).said);
    const peakMb = round(peak / 1024, 0);
    const goal = must === undefined ? {} : { must };
    const detail = { ms, cpu_ms: round(cpu / 1000, 0), peak_mb: peakMb, runs: times.length };
    rows.push({ name, title: `${title}, time`, figure: ms.median, unit: 'ms', ...goal, detail });
    if (name.startsWith('build')) {
      const limit = mustMemory === undefined ? {} : { must: mustMemory };
      rows.push({
        name: `${name}-memory`,
        title: `${title}, peak memory`,
        figure: peakMb,
        unit: 'MB',
        ...limit,
        detail,
      });
    }
    talk(`${name} measured`);
  }
  return rows;
}
