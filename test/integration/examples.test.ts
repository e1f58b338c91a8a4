import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Environment, type Gateway, type GatewayContext, newEnvironment } from './harness/index.ts';

const EXAMPLES = fileURLToPath(new URL('../../examples/', import.meta.url));

/**
 * An example as it stands, but for the addresses: it listens where the stack says, and its nodes are the started upstreams.
 * @param name directory below examples/
 * @param addresses from the addresses of the example to the names of upstreams
 */
function example(name: string, context: GatewayContext, addresses: Readonly<Record<string, string>>): string {
  let text = readFileSync(join(EXAMPLES, name, 'gateway.yaml'), 'utf8');
  for (const [address, upstream] of Object.entries(addresses))
    text = text.replaceAll(address, context.upstream(upstream));
  return `${text.replace(/^ {2}(?:port|listen): .*$/m, `  listen: "${context.listen}"`)}\nmetrics: {addr: "${context.metrics}"}\n`;
}

/** The example B with the example C it includes, each in a file of its own. */
function examplesBAndC(context: GatewayContext): string {
  const addresses = Object.fromEntries(SERVICES.map((name) => [`${name}:8080`, name]));
  const services = example('requirement-000-c', context, addresses);
  writeFileSync(join(context.dir, 'services.yaml'), services);
  const routes = example('requirement-000-b', context, {});
  const server = {
    listen: context.listen,
    workers: 1,
    trusted_proxies: ['127.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'],
  };
  return `${routes.replace('../requirement-000-c/gateway.yaml', 'services.yaml')}\nserver: ${JSON.stringify(server)}\n`;
}

const SERVICES = [
  'public-service-1',
  'public-service-2',
  'user-service-1',
  'user-service-2',
  'admin-service',
  'monitoring-service',
];

describe('the examples', () => {
  let env: Environment;
  let gateway: Gateway;

  beforeAll(async () => {
    env = await newEnvironment();
    await Promise.all(
      [...SERVICES, 'user-service', 'order-service', 'sample'].map((name) => env.startUpstream(name)),
    );
  });
  afterAll(() => env.dispose());

  const ask = async (path: string, init: Parameters<Gateway['request']>[1] = {}) => {
    const answer = await gateway.request(path, init);
    if (answer.status !== 200) return answer.status;
    const { server, url } = answer.json<{ server: string; url: string }>();
    return `${server} ${url}`;
  };

  describe('quickstart', () => {
    beforeAll(async () => {
      gateway = await env.startGateway((context) =>
        example('quickstart', context, { '127.0.0.1:9001': 'sample' }),
      );
    });

    it('serves what its comments say', async () => {
      expect(await ask('/api/hello?x=1')).toBe('sample /hello?x=1');
      expect(await ask('/users/7')).toBe('sample /v2/users/7');
      const { headers } = (await gateway.request('/users/a%20b')).json<{ headers: Record<string, string> }>();
      expect(headers['x-user']).toBe('a b');
      expect((await gateway.request('/')).json()).toEqual({ hello: 'world' });
      expect(await ask('/users/7', { method: 'POST' })).toBe(405);
    });
  });

  describe('balancers', () => {
    const names = ['user-service', 'order-service', 'sample'];

    beforeAll(async () => {
      gateway = await env.startGateway((context) => {
        const text = readFileSync(join(EXAMPLES, 'balancers', 'gateway.yaml'), 'utf8');
        const found = [...new Set(text.match(/10\.0\.\d\.\d:8080/g))];
        const addresses = found.map((address) => [address, names[Number(address.split(/[.:]/)[3]) - 1]]);
        return example('balancers', context, Object.fromEntries(addresses));
      });
    });

    it('serves each of its services, and the same user from the same node (M058, M148, M149, M169)', async () => {
      for (const service of ['sessions', 'profiles', 'files', 'reports', 'search', 'prices'])
        expect(await ask(`/${service}/x`)).toMatch(/^(user-service|order-service|sample) \/\w+\/x$/);
      const of = async (user: string) => ask('/profiles/x', { headers: { 'X-User': user } });
      for (const user of ['ada', 'ben', 'eve']) expect(await of(user)).toBe(await of(user));
    });
  });

  describe('requirement 000, example A', () => {
    beforeAll(async () => {
      gateway = await env.startGateway((context) =>
        example('requirement-000-a', context, { 'user-service:8080': 'user-service' }),
      );
    });

    it('strips the prefix before the inline service (M092, M096-M099, M101, M102)', async () => {
      for (const method of ['GET', 'POST', 'PUT', 'DELETE'])
        expect(await ask('/api/v1/users/7/orders?x=1', { method })).toBe('user-service /7/orders?x=1');
      expect(await ask('/api/v1/users')).toBe('user-service /');
      expect(await ask('/api/v1/users', { method: 'PATCH' })).toBe(405);
      expect(await ask('/api/v1/usersx')).toBe(404);
    });
  });

  describe('requirement 000, examples B and C', () => {
    beforeAll(async () => {
      gateway = await env.startGateway(examplesBAndC);
    });

    it('public-api: both nodes in turn (M108, M142, M144-M146)', async () => {
      const found = [await ask('/api/public/x'), await ask('/api/public/x')];
      expect(found.sort()).toEqual(['public-service-1 /api/public/x', 'public-service-2 /api/public/x']);
      // Not 405: its group asks for the method too, and a group that fails means that the route does not match (D4).
      expect(await ask('/api/public/x', { method: 'POST' })).toBe(404);
    });

    it('user-api: the group must hold, and nodes share 150 to 100 (M112-M114, M118, M119, M147, D5)', async () => {
      const headers = { Authorization: 'Bearer x', 'Content-Type': 'application/JSON' };
      const counts = new Map<unknown, number>();
      for (let i = 0; i < 10; i++) {
        const found = await ask('/api/v1/users/7', { headers });
        counts.set(found, (counts.get(found) ?? 0) + 1);
      }
      expect(Object.fromEntries(counts)).toEqual({
        'user-service-1 /api/v1/users/7': 6,
        'user-service-2 /api/v1/users/7': 4,
      });
      expect(await ask('/api/v1/users/7', { headers: { 'Content-Type': 'application/json' } })).toBe(404);
      expect(await ask('/api/v1/users/7', { headers: { Authorization: 'Bearer x' } })).toBe(404);
    });

    it('admin-api: the key must be there, and the path match (M115, M118, M120)', async () => {
      const headers = { 'X-API-Key': 'any' };
      expect(await ask('/api/admin/users', { headers })).toBe('admin-service /api/admin/users');
      expect(await ask('/api/admin/users')).toBe(404);
      // The pattern of the group wants a slash that the path of the route does not.
      expect(await ask('/api/admin', { headers })).toBe(404);
    });

    it('monitoring-api: from inside only (M116, M117, M121, M305)', async () => {
      const from = (ip: string) => ask('/metrics/cpu', { headers: { 'X-Forwarded-For': ip } });
      expect(await from('10.1.2.3')).toBe('monitoring-service /metrics/cpu');
      expect(await from('11.1.2.3')).toBe(404);
      expect(await ask('/metrics/cpu')).toBe(404);
    });
  });

  describe('requirement 001', () => {
    beforeAll(async () => {
      gateway = await env.startGateway((context) =>
        example('requirement-001', context, {
          'localhost:8081': 'user-service',
          'localhost:8082': 'order-service',
        }),
      );
    });

    it('serves the routes of its example (M153, M156, M158, M160, M184, M186)', async () => {
      expect(await ask('/api/users/7')).toBe('user-service /api/users/7');
      expect(await ask('/api/orders', { method: 'POST', body: '{}' })).toBe('order-service /api/orders');
      expect(await ask('/api/users/7/orders')).toBe(404);
      expect(await ask('/api/users/7', { method: 'POST' })).toBe(405);
      expect(await ask('/api/orders')).toBe(405);
    });
  });
});
