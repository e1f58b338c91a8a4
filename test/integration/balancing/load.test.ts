import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Environment,
  eventually,
  type Gateway,
  newEnvironment,
  type Upstream,
} from '../harness/index.ts';
import { inFlight } from './in-flight.ts';
import { type Balanced, balancedYaml, NAMES, startNodes } from './nodes.ts';

const SERVICES: readonly Balanced[] = [
  { id: 'least', balancer: 'algorithm: least_connections' },
  { id: 'weighted', balancer: 'algorithm: least-conn', nodes: ['a', 'b'] },
  { id: 'retried', balancer: 'algorithm: least_connections', route: 'retry: {attempts: 3, on: [503]}' },
  { id: 'p2c', balancer: 'algorithm: p2c' },
  { id: 'time', balancer: 'algorithm: least_time' },
  // Of their own, for what was learnt of the others stays.
  { id: 'p2c-failing', balancer: 'algorithm: p2c' },
  { id: 'time-failing', balancer: 'algorithm: least_time' },
  { id: 'p2c-repeated', balancer: 'algorithm: p2c' },
  { id: 'time-repeated', balancer: 'algorithm: least_time' },
];

const SLOW_MS = 400;
const CLIENTS = 40;

/** So many clients, each with one request at a time, until so many were answered; how many each upstream answered. */
async function underLoad(gateway: Gateway, path: string, requests: number): Promise<Record<string, number>> {
  const counts: Record<string, number> = Object.fromEntries(NAMES.map((name) => [name, 0]));
  let sent = 0;
  const client = async () => {
    while (sent < requests) {
      sent += 1;
      const answer = await gateway.request(path);
      const name = String(answer.headers['x-upstream'] ?? answer.status);
      counts[name] = (counts[name] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return counts;
}

describe.each([1, 2])('balancers that know the load, with %i workers', (workers) => {
  let env: Environment;
  let gateway: Gateway;
  let upstreams: Upstream[];

  beforeAll(async () => {
    env = await newEnvironment();
    upstreams = await startNodes(env);
    gateway = await env.startGateway((context) =>
      balancedYaml(context, workers, SERVICES).replace(
        /(id: weighted, .*?)\{id: a,/,
        (_, before) => `${before}{weight: 300, id: a,`,
      ),
    );
  });
  afterAll(() => env.dispose());

  const behave = (behaviours: readonly Parameters<Upstream['behave']>[0][]) =>
    Promise.all(upstreams.map((upstream, i) => upstream.behave(behaviours[i] ?? {})));

  it('least_connections avoids the slow node under 40 requests at a time, and counts back to zero (M149, M292)', async () => {
    await behave([{ delay: 20 }, { delay: SLOW_MS }, { delay: 20 }]);
    const counts = await underLoad(gateway, '/least/x', 400);
    expect(counts.b).toBeGreaterThan(0);
    // A fair third would be 133, and slow as it is it cannot have more than its equals have in flight.
    expect(counts.b).toBeLessThan(70);
    expect(Math.abs((counts.a ?? 0) - (counts.c ?? 0))).toBeLessThan(100);
    await eventually('nothing in flight', async () =>
      (await inFlight(gateway, 'least')).every((n) => n === 0),
    );
  });

  it('least_connections counts the requests of all workers, node by node (M149, M292)', async () => {
    await behave([{ delay: 1500 }, { delay: 1500 }, { delay: 1500 }]);
    const running = Array.from({ length: 12 }, () => gateway.request('/least/x'));
    await eventually('twelve in flight', async () => {
      const now = await inFlight(gateway, 'least');
      return now.reduce((a, b) => a + b, 0) === 12;
    });
    // Each choice saw the counts of the others: four each, give or take choices made at the same moment.
    for (const count of await inFlight(gateway, 'least'))
      expect(Math.abs(count - 4)).toBeLessThanOrEqual(workers - 1);
    await Promise.all(running);
    expect(await inFlight(gateway, 'least')).toEqual([0, 0, 0]);
  });

  it('least_connections goes by weight (M149)', async () => {
    await behave([{ delay: 1500 }, { delay: 1500 }]);
    const running = Array.from({ length: 16 }, () => gateway.request('/weighted/x'));
    await eventually('sixteen in flight', async () => {
      const now = await inFlight(gateway, 'weighted');
      return now.reduce((a, b) => a + b, 0) === 16;
    });
    const answers = await Promise.all(running);
    const heavy = answers.filter(({ headers }) => headers['x-upstream'] === 'a').length;
    expect(Math.abs(heavy - 12)).toBeLessThanOrEqual(2);
  });

  it('counts every try once: errors, retries, and clients that leave (M149)', async () => {
    await behave([{ status: 503 }, { close: 1 }, {}]);
    await underLoad(gateway, '/retried/x', 80);
    await underLoad(gateway, '/least/x', 80);
    await behave([{ delay: 5000 }, { delay: 5000 }, { delay: 5000 }]);
    const left = await Promise.allSettled(
      Array.from({ length: 10 }, () => fetch(gateway.url('/least/x'), { signal: AbortSignal.timeout(300) })),
    );
    expect(left.every(({ status }) => status === 'rejected')).toBe(true);
    for (const service of ['least', 'retried'])
      await eventually('nothing in flight', async () =>
        (await inFlight(gateway, service)).every((n) => n === 0),
      );
  });

  it.each(['p2c', 'time'])('%s prefers the fast nodes (M058)', async (service) => {
    await behave([{ delay: 10 }, { delay: SLOW_MS }, { delay: 10 }]);
    const counts = await underLoad(gateway, `/${service}/x`, 400);
    expect(counts.b).toBeLessThan(60);
    expect(Math.min(counts.a ?? 0, counts.c ?? 0)).toBeGreaterThan(60);
    await behave([{}, {}, {}]);
  });

  it.each(['p2c', 'time'])('%s learns from tries that are repeated elsewhere (M058)', async (service) => {
    await upstreams[2]?.reset();
    await behave([{ delay: 10 }, { delay: 10 }, { close: 1 }]);
    const counts = await underLoad(gateway, `/${service}-repeated/x`, 400);
    // All were answered by the others, and after the first few the failing one was not asked.
    expect((counts.a ?? 0) + (counts.b ?? 0)).toBe(400);
    expect(await upstreams[2]?.count()).toBeLessThan(60);
  });

  it.each(['p2c', 'time'])('%s is not drawn to a node that fails quickly (M058)', async (service) => {
    await behave([{ delay: 10 }, { delay: 10 }, { status: 503 }]);
    const counts = await underLoad(gateway, `/${service}-failing/x`, 400);
    expect(counts.c).toBeLessThan(60);
  });
});
