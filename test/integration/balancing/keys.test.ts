import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Environment, type Gateway, newEnvironment } from '../harness/index.ts';
import { type Balanced, balancedYaml, NAMES, nodeOf, nodesOf, startNodes } from './nodes.ts';

const SERVICES: readonly Balanced[] = [
  { id: 'client', balancer: 'algorithm: ip_hash' },
  { id: 'header', balancer: 'algorithm: consistent_hash, hash_on: header, header: X-User' },
  { id: 'cookie', balancer: 'algorithm: consistent_hash, hash_on: cookie, cookie: session' },
  { id: 'query', balancer: 'algorithm: consistent_hash, hash_on: query, query: user' },
  { id: 'path', balancer: 'algorithm: consistent_hash, hash_on: path' },
  {
    id: 'crc32',
    balancer: 'algorithm: consistent_hash, hash_on: header, header: X-User, ring: crc32, replicas: 100',
  },
  // A profile of its own, so it is reached by an internal redirect.
  { id: 'redirected', balancer: 'algorithm: consistent_hash, hash_on: path', route: 'max_body_size: 5MB' },
  { id: 'two', balancer: 'algorithm: consistent_hash, hash_on: header, header: X-User', nodes: ['a', 'b'] },
];

const users = Array.from({ length: 90 }, (_, i) => `user-${i}`);
const clients = Array.from({ length: 60 }, (_, i) => `198.51.${i % 4}.${i + 1}`);
const by = (path: string, name: string, values: readonly string[]) =>
  values.map((value) => ({ path, headers: { [name]: value } }));

/** How many of the keys each node has. */
const sizes = (nodes: readonly string[]): number[] =>
  NAMES.map((name) => nodes.filter((node) => node === name).length);

describe('balancers that hash, with two workers', () => {
  let env: Environment;
  let gateway: Gateway;

  beforeAll(async () => {
    env = await newEnvironment();
    await startNodes(env);
    gateway = await env.startGateway((context) => balancedYaml(context, 2, SERVICES));
  });
  afterAll(() => env.dispose());

  it('keep a client at its node by its whole address (M058, M148)', async () => {
    const once = await nodesOf(gateway, by('/client/x', 'X-Forwarded-For', clients));
    const again = await nodesOf(gateway, by('/client/y', 'X-Forwarded-For', [...clients].reverse()));
    expect(again.reverse()).toEqual(once);
    expect(Math.min(...sizes(once))).toBeGreaterThan(5);
    // Neighbours in one network are clients of their own.
    const neighbours = Array.from({ length: 20 }, (_, i) => `203.0.113.${i}`);
    expect(
      new Set(await nodesOf(gateway, by('/client/x', 'X-Forwarded-For', neighbours))).size,
    ).toBeGreaterThan(1);
  });

  it('know a client whose address is written as IPv4-mapped IPv6 (S13)', async () => {
    const plain = await nodesOf(gateway, by('/client/x', 'X-Forwarded-For', clients.slice(0, 20)));
    const mapped = clients.slice(0, 20).map((ip) => `::ffff:${ip}`);
    expect(await nodesOf(gateway, by('/client/x', 'X-Forwarded-For', mapped))).toEqual(plain);
  });

  it.each([
    ['a header', 'header', (key: string) => ({ path: '/header/x', headers: { 'X-User': key } })],
    [
      'a cookie',
      'cookie',
      (key: string) => ({ path: '/cookie/x', headers: { Cookie: `a=1; session=${key}` } }),
    ],
    ['a query parameter', 'query', (key: string) => ({ path: `/query/x?n=1&user=${key}` })],
    ['the path', 'path', (key: string) => ({ path: `/path/${key}?n=${Math.random()}` })],
  ])('keep requests with the same key together, by %s (M058)', async (_, __, request) => {
    const once = await nodesOf(gateway, users.map(request));
    expect(await nodesOf(gateway, users.map(request))).toEqual(once);
    expect(Math.min(...sizes(once))).toBeGreaterThan(10);
    expect(Math.max(...sizes(once))).toBeLessThan(55);
  });

  it('read the canonical path, however it is spelt and whatever profile the route has (S5)', async () => {
    for (const user of ['ab', 'cd', 'ef', 'gh', 'ij', 'kl']) {
      const spelt = user.replace(/^./, (c) => `%${c.charCodeAt(0).toString(16)}`);
      for (const service of ['path', 'redirected'])
        expect(await nodeOf(gateway, `/${service}/${spelt}?x`)).toBe(
          await nodeOf(gateway, `/${service}/${user}`),
        );
    }
    const once = await nodesOf(
      gateway,
      users.map((user) => ({ path: `/redirected/${user}` })),
    );
    expect(new Set(once).size).toBe(3);
  });

  it('draw a node for requests without the key', async () => {
    const nodes = await nodesOf(
      gateway,
      users.map(() => ({ path: '/header/x' })),
    );
    // Expected 30 each, standard deviation 4.5.
    expect(Math.min(...sizes(nodes))).toBeGreaterThan(7);
    const empty = await nodesOf(
      gateway,
      by(
        '/header/x',
        'X-User',
        users.map(() => ''),
      ),
    );
    expect(new Set(empty).size).toBe(3);
  });

  it('move the keys of a node that is not there, and no others (M169)', async () => {
    const three = await nodesOf(gateway, by('/header/x', 'X-User', users));
    const two = await nodesOf(gateway, by('/two/x', 'X-User', users));
    expect(two).not.toContain('c');
    for (const [i, node] of three.entries()) if (node !== 'c') expect(two[i]).toBe(node);
    expect(two.filter((node, i) => node !== three[i]).length).toBeLessThan(55);
  });

  it('send the keys of a node that refuses to where they would go without it', async () => {
    const before = await nodesOf(gateway, by('/header/x', 'X-User', users));
    const without = await nodesOf(gateway, by('/two/x', 'X-User', users));
    const gone = await newGateway();
    expect(await nodesOf(gone, by('/header/x', 'X-User', users))).toEqual(
      before.map((node, i) => (node === 'c' ? without[i] : node)),
    );
  });

  /** A gateway whose node c has moved to a port that refuses, by the same id. */
  const newGateway = (): Promise<Gateway> =>
    env.startGateway((context) =>
      balancedYaml(context, 1, [SERVICES[1] as Balanced]).replace(
        `{id: c, address: "${context.upstreamIp('c')}"}`,
        `{id: c, address: "${context.upstreamIp('c').replace(/:\d+$/, ':1')}"}`,
      ),
    );

  it('have the ring of the Go document too (M169)', async () => {
    const once = await nodesOf(gateway, by('/crc32/x', 'X-User', users));
    expect(await nodesOf(gateway, by('/crc32/x', 'X-User', users))).toEqual(once);
    expect(new Set(once).size).toBe(3);
  });
});
