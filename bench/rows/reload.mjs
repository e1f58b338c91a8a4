// From HUP to the first answer of the new generation.
// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { gatewayYaml, makeRoutes } from '../documents.mjs';
import { ask, startGateway } from '../servers.mjs';
import { quartiles } from '../statistics.mjs';

/** @typedef {import('./row.mjs').Row} Row */

const PATH = '/bench/generation';

/** How long a reload may take before it counts as failed, in milliseconds. */
const LIMIT = 10_000;

/**
 * @param {readonly import('../documents.mjs').Route[]} routes
 * @param {string} generation
 */
const yamlOf = (routes, generation) => (/** @type {{ listen: string, metrics: string }} */ at) =>
  gatewayYaml({
    ...at,
    upstream: '127.0.0.1:9',
    routes,
    furtherRoutes: [`{ id: generation, path: ${PATH}, respond: { status: 200, body: "${generation}" } }`],
  });

/**
 * @param {import('./row.mjs').Bench} bench
 * @param {number} count of routes
 * @returns {Promise<number[]>} milliseconds, one a reload
 */
async function reloads({ tools, repeats }, count) {
  const routes = makeRoutes({ count, style: 'resources', kind: 'mixed' });
  const server = await startGateway(tools, yamlOf(routes, 'g0'));
  const times = [];
  for (let turn = 1; turn <= repeats; turn++) {
    await server.recompile(yamlOf(routes, `g${turn}`));
    const since = performance.now();
    process.kill(server.master, 'SIGHUP');
    while ((await ask(server.address, PATH)) !== `g${turn}`) {
      if (performance.now() - since > LIMIT) throw new Error(`no new generation ${LIMIT} ms after HUP`);
      await sleep(2);
    }
    times.push(performance.now() - since);
  }
  await server.stop();
  return times;
}

/**
 * @param {import('./row.mjs').Bench} bench
 * @returns {Promise<Row[]>}
 */
export async function reloadRows(bench) {
  /** @type {Row[]} */
  const rows = [];
  for (const { count, goal } of [
    { count: 10, goal: {} },
    { count: 10_000, goal: { must: 400 } },
  ]) {
    const name = `reload-${count}`;
    if (!bench.wanted(name)) continue;
    const times = await reloads(bench, count);
    const ms = quartiles(times, 0);
    const title = `reload, from HUP to the first new answer, ${count.toLocaleString('en')} routes`;
    rows.push({ name, title, figure: ms.median, unit: 'ms', ...goal, detail: { ms, reloads: times.length } });
    bench.talk(`${name} measured`);
  }
  return rows;
}
