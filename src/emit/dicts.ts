/** Sizes of the shared dictionaries. A changed size empties a dictionary on reload (T3), so they go in few, large steps. */
import type { Gateway } from '../model/gateway.ts';
import { type Bytes, bytes } from '../model/units.ts';

const MiB = 1024 * 1024;

/** Measured: a series takes 512 bytes a worker, and a route has about four (methods and statuses). */
const METRICS_BYTES_PER_ROUTE = 4_096;

/** An address as JSON, with the overhead of its slab. */
const BYTES_PER_NODE = 512;

/** A count with its key, which holds the ids of a process and a service and an address. */
const BYTES_PER_COUNT = 256;

/** Workers of two generations on a large machine. */
const PROCESSES = 64;

/** A count is there only while requests are in flight, so there are never more counts than requests: a quarter of a million here. */
const MOST_COUNTS = 64 * MiB;

function step(needed: number, smallest: number): Bytes {
  let size = smallest;
  while (size < needed) size *= 2;
  return bytes(size);
}

/** @returns bytes of `gw_metrics`: 4 MiB, doubled until the series of every route fit */
export const metricsDict = (gateway: Gateway): Bytes =>
  step(gateway.routes.length * METRICS_BYTES_PER_ROUTE, 4 * MiB);

/** @returns bytes of `gw_nodes`: 1 MiB, doubled until every node fits ten times (a name may have many addresses) */
export const nodesDict = (gateway: Gateway): Bytes =>
  step(gateway.services.reduce((sum, s) => sum + s.nodes.length, 0) * 10 * BYTES_PER_NODE, MiB);

/**
 * @returns bytes of `gw_flight`, where requests in flight are counted: 1 MiB, doubled until each process can count at every node, of which
 * a name may have ten; undefined when no service counts them
 */
export function flightDict(gateway: Gateway): Bytes | undefined {
  const counting = gateway.services.filter(
    ({ balancer }) => balancer.kind === 'lua' && balancer.tracks === 'in-flight',
  );
  const places = counting.flatMap(({ nodes }) => nodes.map(({ isAddress }) => (isAddress ? 1 : 10)));
  const sum = places.reduce((a, b) => a + b, 0);
  return counting.length === 0
    ? undefined
    : step(Math.min(sum * PROCESSES * BYTES_PER_COUNT, MOST_COUNTS), MiB);
}
