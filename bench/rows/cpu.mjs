// Worker CPU a request and latency, of everything that is compared under load.
// @ts-check
import { writePaths } from '../measure.mjs';
import { NOISY, runRounds } from '../rounds.mjs';
import { startGateway, startPlain, startUpstream } from '../servers.mjs';
import { quartiles, round } from '../statistics.mjs';
import { routingEntries } from './routing.mjs';
import { SERVING } from './serving.mjs';

/** @typedef {import('./row.mjs').Row} Row */
/** @typedef {import('./serving.mjs').Entry} Entry */
/** @typedef {import('../measure.mjs').Run} Run */

const PLAIN = { name: 'plain', title: 'plain nginx, proxy_pass with keepalive', versus: 'plain' };

/** @param {readonly Run[]} runs */
const cpuOf = (runs) => quartiles(runs.map(({ cpu }) => cpu));

/**
 * @param {Omit<Entry, 'yaml' | 'paths'>} entry
 * @param {Map<string, Run[]>} all
 * @returns {Row}
 */
function rowOf({ name, title, versus, must, aim }, all) {
  const runs = all.get(name) ?? [];
  const others = all.get(versus) ?? [];
  const cpu = cpuOf(runs);
  return {
    name,
    title,
    figure: round(cpu.lower / cpuOf(others).lower, 2),
    unit: '×',
    versus,
    ...(must !== undefined && { must }),
    ...(aim !== undefined && { aim }),
    detail: {
      cpu_us: cpu,
      ratio_in_each_round: quartiles(runs.map((run, i) => run.cpu / (others[i]?.cpu ?? Number.NaN))),
      p50_us: quartiles(
        runs.map(({ p50 }) => p50),
        0,
      ),
      p99_us: quartiles(
        runs.map(({ p99 }) => p99),
        0,
      ),
      runs: runs.length,
      noisy: runs.filter(({ foreign }) => foreign > NOISY).length,
      requests: runs.reduce((sum, { requests }) => sum + requests, 0),
    },
  };
}

/**
 * Serves everything at once and loads it in turn.
 * @param {import('./row.mjs').Bench} bench
 * @returns {Promise<Row[]>}
 */
export async function cpuRows({ tools, rounds, seconds, wanted, talk }) {
  const entries = [...SERVING, ...routingEntries()];
  const asked = new Set(
    entries.filter(({ name }) => wanted(name)).flatMap(({ name, versus }) => [name, versus]),
  );
  const chosen = entries.filter(({ name }) => asked.has(name));
  if (chosen.length === 0 && !wanted(PLAIN.name)) return [];
  const upstream = await startUpstream(tools);
  const plain = await startPlain(tools, upstream.address);
  const servers = [upstream, plain];
  const subjects = [{ name: PLAIN.name, server: plain, paths: writePaths(['/api/v1/orders/17']) }];
  for (const { name, yaml, paths } of chosen) {
    const server = await startGateway(tools, (at) => yaml({ ...at, upstream: upstream.address }));
    servers.push(server);
    subjects.push({ name, server, paths: writePaths(paths) });
  }
  talk(`${subjects.length} servers, ${rounds} rounds of ${seconds} s each`);
  const { runs, repeated, noisy } = await runRounds(tools, subjects, { rounds, seconds, upstream, talk });
  talk(`${repeated} noisy runs were repeated, ${noisy} stayed noisy`);
  await Promise.all(servers.map(({ stop }) => stop()));
  return [PLAIN, ...chosen].map((entry) => rowOf(entry, runs));
}
