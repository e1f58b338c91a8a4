import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Environment,
  eventually,
  type Gateway,
  newEnvironment,
  type Upstream,
} from '../harness/index.ts';
import { inFlight } from './in-flight.ts';
import { balancedYaml, startNodes } from './nodes.ts';

const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);
const total = async (gateway: Gateway): Promise<number> => sum(await inFlight(gateway, 'least'));

/** The pids of the workers that serve: those that were confirmed and live. */
async function workersOf(gateway: Gateway): Promise<string[]> {
  const pids = readdirSync(join(gateway.bundle, 'run', 'workers')).join(' ');
  const living = `for p in ${pids}; do grep -qs "nginx: worker" /proc/$p/cmdline && echo $p; done; true`;
  return (await gateway.exec(['sh', '-c', living])).output.split(/\s+/).filter(Boolean);
}

const kill = async (gateway: Gateway, pid: string | undefined) =>
  expect((await gateway.exec(['sh', '-c', `kill -9 ${pid}`])).exitCode).toBe(0);

describe('requests in flight', () => {
  let env: Environment;
  let gateway: Gateway;
  let upstreams: Upstream[];
  const yaml = (workers: number) => (context: Parameters<typeof balancedYaml>[0]) =>
    balancedYaml(context, workers, [{ id: 'least', balancer: 'algorithm: least_connections' }]);

  beforeAll(async () => {
    env = await newEnvironment();
    upstreams = await startNodes(env);
    gateway = await env.startGateway(yaml(2));
  });
  afterAll(() => env.dispose());

  /** Requests that last until `release`, and how many of them broke. */
  async function hold(count: number) {
    await Promise.all(upstreams.map((upstream) => upstream.behave({ chunks: 2, hold: 1 })));
    let broken = 0;
    const running = Array.from({ length: count }, () =>
      gateway.request('/least/x').catch(() => {
        broken += 1;
      }),
    );
    return {
      broken: () => broken,
      release: async () => {
        await Promise.all(upstreams.map((upstream) => upstream.release()));
        await Promise.all(running);
        await Promise.all(upstreams.map((upstream) => upstream.behave({})));
      },
    };
  }

  it('of a worker that is killed are forgotten, those of the others stay (M149)', async () => {
    const held = await hold(24);
    await eventually('all in flight', async () => (await total(gateway)) === 24);
    const [first, second] = await workersOf(gateway);
    await kill(gateway, first);
    await eventually('a worker in its place', async () => {
      const now = await workersOf(gateway);
      return now.length === 2 && !now.includes(String(first));
    });
    // What broke was in flight in the one that was killed, whoever had accepted how many.
    await eventually('the counts of the rest', async () => (await total(gateway)) === 24 - held.broken());
    await kill(gateway, second);
    await eventually('all requests break', () => held.broken() === 24);
    await eventually('zero', async () => (await total(gateway)) === 0);
    await held.release();
    // The workers that took their places count as those did.
    const again = await hold(9);
    await eventually('all in flight', async () => (await total(gateway)) === 9);
    for (const count of await inFlight(gateway, 'least')) expect(Math.abs(count - 3)).toBeLessThanOrEqual(1);
    await again.release();
    await eventually('zero', async () => (await total(gateway)) === 0);
  });

  it('of old workers are counted through a reload, until they end (M149, T1)', async () => {
    const held = await hold(9);
    await eventually('all in flight', async () => (await total(gateway)) === 9);
    await gateway.reload(yaml(1));
    expect(await total(gateway)).toBe(9);
    await held.release();
    expect(held.broken()).toBe(0);
    await eventually('zero', async () => (await total(gateway)) === 0);
  });

  it('of an old worker that is killed while it drains are forgotten too (M149)', async () => {
    const held = await hold(6);
    await eventually('all in flight', async () => (await total(gateway)) === 6);
    const old = await workersOf(gateway);
    await gateway.reload(yaml(2));
    expect(await total(gateway)).toBe(6);
    for (const pid of old) await kill(gateway, pid);
    await eventually('zero', async () => (await total(gateway)) === 0);
    await held.release();
    expect(held.broken()).toBe(6);
    expect(await inFlight(gateway, 'least')).toEqual([0, 0, 0]);
  });
});
