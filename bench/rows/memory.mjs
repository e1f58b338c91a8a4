// Memory of a worker at 10,000 routes, after requests to each of them.
// @ts-check
import { measure, writePaths } from '../measure.mjs';
import { memoryOf } from '../proc.mjs';
import { startGateway, startUpstream } from '../servers.mjs';
import { round } from '../statistics.mjs';
import { MANY, PATHS, routing } from './routing.mjs';

/** @typedef {import('./row.mjs').Row} Row */

/** How long the requests may take, in seconds. */
const LIMIT = 48;

const WORKER = 'memory';
const ROUTE = 'memory-per-route';

/**
 * @param {import('./row.mjs').Bench} bench
 * @returns {Promise<Row[]>}
 */
export async function memoryRows({ tools, wanted, talk }) {
  if (!wanted(WORKER) && !wanted(ROUTE)) return [];
  const upstream = await startUpstream(tools);
  const after = async (/** @type {number} */ count) => {
    const { yaml, paths } = routing({ style: 'resources', kind: 'mixed', count });
    const server = await startGateway(tools, (at) => yaml({ ...at, upstream: upstream.address }));
    const subject = { name: WORKER, server, paths: writePaths(paths) };
    // Each run starts at the first path, so that only a run that comes to the last one has visited all.
    let requests = 0;
    for (let seconds = 3; requests < PATHS; seconds *= 2) {
      if (seconds > LIMIT) throw new Error(`only ${requests} of ${PATHS} paths were requested in ${LIMIT} s`);
      ({ requests } = await measure(tools, subject, { seconds, upstream }));
    }
    const memory = memoryOf(server.worker());
    await server.stop();
    return memory;
  };
  const few = await after(10);
  const many = await after(MANY);
  await upstream.stop();
  talk('memory measured');
  const mb = (/** @type {number} */ bytes) => round(bytes / 1024 / 1024, 1);
  const detail = {
    rss_mb: mb(many.rss),
    pss_mb: mb(many.pss),
    rss_mb_at_10_routes: mb(few.rss),
    pss_mb_at_10_routes: mb(few.pss),
  };
  return [
    {
      name: WORKER,
      title: 'worker at 10,000 routes, resident (Rss)',
      figure: mb(many.rss),
      unit: 'MB',
      must: 60,
      detail,
    },
    {
      name: ROUTE,
      title: 'memory of one more route (Rss)',
      figure: round((many.rss - few.rss) / 1024 / MANY, 2),
      unit: 'KiB',
      must: 6,
      aim: 2.5,
      detail,
    },
  ];
}
