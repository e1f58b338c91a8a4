import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Environment, type Gateway, newEnvironment } from '../harness/index.ts';
import { shares } from './shares.ts';

const ROUNDS = 40;

describe.each([1, 2])('with %i workers, requests', (workers) => {
  let env: Environment;
  let gateway: Gateway;

  beforeAll(async () => {
    env = await newEnvironment();
    await Promise.all(['a', 'b', 'c'].map((name) => env.startUpstream(name)));
    gateway = await env.startGateway(({ listen, metrics, upstreamIp }) => {
      const node = (name: string, rest = '') => `{address: "${upstreamIp(name)}"${rest}}`;
      const three = `nodes: [${['a', 'b', 'c'].map((name) => node(name)).join(', ')}]`;
      const weighted = `nodes: [${node('a', ', weight: 3')}, ${node('b', ', weight: 1')}, ${node('c', ', enabled: false')}]`;
      const service = (id: string, nodes: string, algorithm: string) =>
        `  - {id: ${id}, ${nodes}, load_balancer: {algorithm: ${algorithm}}}\n`;
      const ids = ['rr', 'wrr', 'random', 'weighted-random'];
      const services = (kind: string) =>
        service(`${kind}-rr`, three, 'round_robin') +
        service(`${kind}-wrr`, weighted, 'weighted-round-robin') +
        service(`${kind}-random`, three, 'random') +
        service(`${kind}-weighted-random`, weighted, 'random');
      // More attempts than nodes: nginx's own balancers cannot, so these are Lua's.
      const route = (kind: string, id: string) =>
        `  - {id: ${kind}-${id}, path: /${kind}/${id}, service_id: ${kind}-${id}${kind === 'lua' ? ', retry: 4' : ''}}\n`;
      return `
server: {listen: "${listen}", workers: ${workers}}
metrics: {addr: "${metrics}"}
services:
${services('native')}${services('lua')}routes:
${['native', 'lua'].flatMap((kind) => ids.map((id) => route(kind, id))).join('')}`;
    });
  });
  afterAll(() => env.dispose());

  it('are shared natively or in Lua, as this test means them to be', () => {
    const conf = readFileSync(join(gateway.bundle, 'conf', 'nginx.conf'), 'utf8');
    for (const [, id, body] of conf.matchAll(/^ {2}upstream (\S+) \{([\s\S]*?)^ {2}\}/gm))
      expect([id, /balancer_by_lua/.test(body ?? '')]).toEqual([id, id?.startsWith('lua-')]);
    expect(conf.match(/^ {2}upstream /gm)).toHaveLength(8);
  });

  it.each(['native', 'lua'])('go round the nodes (M055, M058, M167, M247): %s', async (kind) => {
    const counts = await shares(gateway, `/${kind}/rr`, 3 * ROUNDS);
    expect(Object.keys(counts).sort()).toEqual(['a', 'b', 'c']);
    // Each worker has a turn of its own where nginx balances; Lua has one over all.
    const slack = kind === 'lua' ? 0 : workers;
    for (const count of Object.values(counts)) expect(Math.abs(count - ROUNDS)).toBeLessThanOrEqual(slack);
  });

  it.each(['native', 'lua'])(
    'follow the weights, 3:1, and skip a disabled node (M145, M168, D22): %s',
    async (kind) => {
      const counts = await shares(gateway, `/${kind}/wrr`, 4 * ROUNDS);
      expect(Object.keys(counts).sort()).toEqual(['a', 'b']);
      const slack = kind === 'lua' ? 0 : 2 * workers;
      expect(Math.abs((counts.a ?? 0) - 3 * ROUNDS)).toBeLessThanOrEqual(slack);
    },
  );

  it('follow the weights smoothly, never more than three in a row (D22)', async () => {
    let row = 0;
    let longest = 0;
    // In Lua all workers share one turn; natively each has its own, and rows may meet.
    for (let sent = 0; sent < 24; sent += 1) {
      const { headers } = await gateway.request('/lua/wrr');
      row = headers['x-upstream'] === 'a' ? row + 1 : 0;
      longest = Math.max(longest, row);
    }
    expect(longest).toBe(3);
  });

  it.each(['native', 'lua'])('fall at random, on every node (M058, M247): %s', async (kind) => {
    const counts = await shares(gateway, `/${kind}/random`, 6 * ROUNDS);
    // Expected 80 each, standard deviation 7.3: beyond 5 of them once in a million runs.
    for (const name of ['a', 'b', 'c']) expect(Math.abs((counts[name] ?? 0) - 2 * ROUNDS)).toBeLessThan(37);
  });

  it.each(['native', 'lua'])('fall at random by weight: %s (M058, M145)', async (kind) => {
    const counts = await shares(gateway, `/${kind}/weighted-random`, 6 * ROUNDS);
    expect(counts.c).toBeUndefined();
    // Expected 180, standard deviation 6.7.
    expect(Math.abs((counts.a ?? 0) - 180)).toBeLessThan(34);
  });
});
