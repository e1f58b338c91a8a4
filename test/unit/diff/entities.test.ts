import { describe, expect, it } from 'vitest';
import { diff, withRoutes } from './read.ts';

const USERS = '{id: users, path: "/users/{id}", methods: [GET], service_id: s}';
const server = (keys: string) =>
  `version: 1\nserver: {${keys}}\nroutes: [{id: a, path: /a, respond: {status: 200}}]\n`;
const services = (text: string) =>
  `version: 1\nroutes: [{id: a, path: /a, service_id: s}]\nservices:\n  - {id: s, ${text}}\n`;

describe('what does not differ', () => {
  it.each([
    [
      'durations and sizes',
      server('listen: 80, read_timeout: 60s, max_body_size: 1m'),
      server('listen: 80, read_timeout: 1m, max_body_size: 1024k'),
    ],
    [
      'addresses (S13)',
      server('listen: "0.0.0.0:80", trusted_proxies: ["::ffff:10.0.0.1", "2001:db8::/32"]'),
      server('listen: 80, trusted_proxies: ["2001:DB8:0::/32", 10.0.0.1]'),
    ],
    [
      'aliases of keys (D34)',
      server('listen: 80'),
      'version: 1\nserver: {port: 80}\nroutes: [{id: a, path: /a, respond: {status: 200}}]\n',
    ],
    ['what is the default', server('listen: 80'), server('listen: 80, method_mismatch: 405, paths: strict')],
    [
      'parameters (M014)',
      withRoutes(USERS),
      withRoutes('{service_id: s, methods: get, path: /users/:id, id: users}'),
    ],
    [
      'what a route inherits',
      withRoutes(USERS),
      withRoutes(USERS.replace('service_id', 'timeout: 60s, service_id')),
    ],
    [
      'weights in the same ratio',
      services('nodes: [{address: "10.0.0.1:80", weight: 2}, {address: "10.0.0.2:80", weight: 1}]'),
      services('nodes: [{address: "10.0.0.2:80", weight: 50}, {address: "10.0.0.1:80", weight: 100}]'),
    ],
    [
      'a disabled route',
      withRoutes(USERS),
      withRoutes(USERS, '{id: b, path: /b, service_id: s, enabled: false}'),
    ],
    [
      'a disabled node, and one without weight',
      services('nodes: [{address: "10.0.0.1:80"}]'),
      services('nodes: [{address: "10.0.0.1:80"}, {address: "10.0.0.2:80", enabled: false}]'),
    ],
    [
      'the order of routes that share no request',
      withRoutes(USERS, '{id: b, path: "/b/{x}", service_id: s}'),
      withRoutes('{id: b, path: "/b/{x}", service_id: s}', USERS),
    ],
    [
      'the order of routes for other methods',
      withRoutes(USERS, '{id: b, path: "/users/{x}", methods: [PUT], service_id: s}'),
      withRoutes('{id: b, path: "/users/{x}", methods: [PUT], service_id: s}', USERS),
    ],
    [
      'the order of routes for other hosts',
      withRoutes(
        '{id: a, path: /x, hosts: [a.example], service_id: s}',
        '{id: b, path: /x, hosts: [b.example], service_id: s}',
      ),
      withRoutes(
        '{id: b, path: /x, hosts: [b.example], service_id: s}',
        '{id: a, path: /x, hosts: [A.example], service_id: s}',
      ),
    ],
    [
      '5xx and what it stands for',
      withRoutes('{id: a, path: /a, service_id: s, retry: {attempts: 2, on: [5xx]}}'),
      withRoutes('{id: a, path: /a, service_id: s, retry: {attempts: 2, on: [504, 503, 502, 500]}}'),
    ],
  ])('%s', async (_, before, after) => {
    expect(await diff(before, after)).toMatchObject({
      different: false,
      entities: [],
      effects: { action: 'nothing', rerouted: [], swapped: [] },
      risk: { level: 'none' },
    });
  });
});

describe('entities that differ', () => {
  it('are named with both values and their place', async () => {
    const { entities } = await diff(
      withRoutes(USERS, '{id: gone, path: /gone, service_id: s}'),
      withRoutes('{id: fresh, path: /fresh, service_id: s}', USERS.replace('[GET]', '[GET, POST]')),
    );
    expect(entities).toEqual([
      {
        entity: 'route',
        id: 'fresh',
        change: 'added',
        place: { file: 'gateway.yaml', line: 4, column: 5 },
        fields: [
          { name: 'priority', new: 100 },
          { name: 'paths', new: ['/fresh'] },
          { name: 'service_id', new: 's' },
        ],
      },
      {
        entity: 'route',
        id: 'gone',
        change: 'removed',
        fields: [
          { name: 'priority', old: 100 },
          { name: 'paths', old: ['/gone'] },
          { name: 'service_id', old: 's' },
        ],
      },
      {
        entity: 'route',
        id: 'users',
        change: 'changed',
        place: { file: 'gateway.yaml', line: 5, column: 5 },
        fields: [
          {
            name: 'methods',
            old: ['GET', 'HEAD'],
            new: ['GET', 'HEAD', 'POST'],
            place: { file: 'gateway.yaml', line: 5, column: 38 },
          },
        ],
      },
    ]);
  });
  it('a service tells its change once, not for each of its routes', async () => {
    const { entities } = await diff(
      services('nodes: [{address: "10.0.0.1:80"}], timeout: 30s'),
      services('nodes: [{address: "10.0.0.1:80"}], timeout: 10s'),
    );
    expect(entities.map(({ entity, fields, id }) => [entity, id, fields[0]?.old, fields[0]?.new])).toEqual([
      ['service', 's', 30_000, 10_000],
    ]);
  });
  it('settings, listeners and nodes are entities', async () => {
    const { entities } = await diff(
      `${services('nodes: [{address: "10.0.0.1:80"}, {address: "10.0.0.2:80"}]')}server: {listen: 80, idle_timeout: 60s}\n`,
      `${services('nodes: [{address: "10.0.0.1:80"}, {address: "[2001:db8::1]:80", weight: 7}]')}server: {listen: 81, idle_timeout: 30s}\n`,
    );
    expect(entities.map(({ change, entity, id }) => `${change} ${entity} ${id}`)).toEqual([
      'changed setting server.idle_timeout',
      'removed listener 80',
      'added listener 81',
      'removed node 10.0.0.2:80',
      'added node [2001:db8::1]:80',
    ]);
    expect(entities.find(({ change, entity }) => entity === 'node' && change === 'added')).toMatchObject({
      service: 's',
      place: { line: 4, column: 47 },
      fields: [{ name: 'weight', new: 7 }],
    });
  });
});
