import { describe, expect, it } from 'vitest';
import { lower } from '../../../src/lower/lower.ts';
import type { Gateway } from '../../../src/model/gateway.ts';
import { milliseconds } from '../../../src/model/units.ts';
import { gatewayDocument, type PlainGateway, type PlainRoute } from '../../oracle/document.ts';

const build = (plain: PlainGateway): Gateway => lower(gatewayDocument(plain), { flavor: 'openresty' });
const one = (route: PlainRoute, plain: PlainGateway = {}) =>
  build({ services: [{}], ...plain, routes: [{ service_id: 's0', ...route }] });
const retry = (more: object) => ({ at: [], attempts: 3, on: ['connection'], non_idempotent: false, ...more });

describe('lower', () => {
  it('drops what is disabled or has weight 0 (M109, M145)', () => {
    const gateway = build({
      routes: [{ id: 'off', enabled: false }, { id: 'on' }],
      services: [
        { id: 'off', enabled: false },
        { id: 'on', nodes: [{ enabled: false }, { weight: 0 }, { id: 'live' }] },
      ],
    });
    expect(gateway.routes.map(({ id }) => id)).toEqual(['on']);
    expect(gateway.matches.map(({ route }) => route)).toEqual([0]);
    expect(gateway.services.map(({ id, nodes }) => [id, nodes.map((n) => n.id)])).toEqual([['on', ['live']]]);
  });

  it('makes one match of every path and host, best first (D23, D31, M202)', () => {
    const { matches } = build({
      routes: [
        { paths: ['/**', '/a'], hosts: ['*.Test', 'A.test'] },
        { path: '/b/:id', priority: 1 },
      ],
    });
    expect(matches.map(({ host, pattern, route }) => [route, host, pattern.kind])).toEqual([
      [1, undefined, 'segments'],
      [0, 'a.test', 'exact'],
      [0, '*.test', 'exact'],
      [0, 'a.test', 'segments'],
      [0, '*.test', 'segments'],
    ]);
  });

  it('puts shorthands and the group into one condition, canonical and sorted (D4, D5)', () => {
    const [route] = one({
      headers: {
        'X-B': { operator: 'exists' },
        'X-A': { operator: 'EQ', value: 'V', case_sensitive: false },
      },
      query: { Q: 'v' },
      assertion_group_config: {
        assertions: [
          { type: 'ip', value: '::ffff:10.1.2.3/104, 2001:DB8::/32', operator: 'not-in-cidr' },
          { type: 'or', assertions: [{ type: 'cookie', name: 'c', operator: 'exists' }] },
        ],
      },
    }).routes;
    const test = { kind: 'test', negate: false, values: [], caseSensitive: true };
    expect(route?.when).toEqual({
      kind: 'all',
      of: [
        { ...test, subject: 'header', name: 'x-a', operator: 'equals', values: ['v'], caseSensitive: false },
        { ...test, subject: 'header', name: 'x-b', operator: 'exists' },
        { ...test, subject: 'query', name: 'Q', operator: 'equals', values: ['v'] },
        {
          ...test,
          subject: 'ip',
          operator: 'in_cidr',
          negate: true,
          values: ['10.0.0.0/8', '2001:db8::/32'],
          caseSensitive: false,
        },
        { ...test, subject: 'cookie', name: 'c', operator: 'exists' },
      ],
    });
    expect(route?.require).toBeUndefined();
  });

  it('keeps a group with on_fail out of matching (D4)', () => {
    const [route] = one({
      assertion_group_config: { on_fail: 403, assertions: [{ type: 'method', value: 'GET' }] },
    }).routes;
    expect(route?.when).toBeUndefined();
    expect(route?.require).toMatchObject({ status: 403, condition: { subject: 'method', values: ['GET'] } });
  });

  it.each([
    [
      { path: '/api/v1/users/**', strip_prefix: true },
      { strip: 3, add: '', rewrite: undefined },
    ],
    [
      { path: '/api/v1/:id', strip_prefix: '/api/' },
      { strip: 1, add: '', rewrite: undefined },
    ],
    [
      { path: '/a/b', strip_prefix: true, add_prefix: '/v2/' },
      { strip: 2, add: '/v2', rewrite: undefined },
    ],
    [
      { path: '/a/:id', rewrite: '/x/${path.id}' },
      {
        strip: 0,
        add: '',
        rewrite: [
          { kind: 'text', text: '/x/' },
          { kind: 'capture', name: 'id' },
        ],
      },
    ],
    [{ path: '/a', strip_prefix: false }, undefined],
  ] satisfies (readonly [PlainRoute, unknown])[])(
    'edits the path as %j says (M060, M102)',
    (route, expected) => {
      expect(one(route).routes[0]?.path).toEqual(expected);
    },
  );

  it.each([
    [undefined, 'http', [{ host: 'a.test' }], undefined],
    ['preserve', 'http', [{ host: 'a.test' }], undefined],
    ['upstream', 'http', [{ host: 'A.test', port: 80 }], 'a.test'],
    ['upstream', 'https', [{ host: 'a.test', port: 443 }], 'a.test'],
    ['upstream', 'http', [{ host: 'a.test', port: 8080 }], 'a.test:8080'],
    [
      'upstream',
      'http',
      [
        { host: 'a.test', port: 1 },
        { host: 'a.test', port: 2 },
      ],
      'a.test',
    ],
    ['upstream', 'http', [{ host: '0::1', port: 8080 }], '[::1]:8080'],
    ['b.test', 'http', [{ host: 'a.test' }], 'b.test'],
  ] as const)('sends the host that %s means (M225)', (host_rewrite, protocol, nodes, text) => {
    const [route] = one(
      { ...(host_rewrite && { host_rewrite }) },
      { services: [{ protocol, nodes }] },
    ).routes;
    expect(route?.host).toEqual(text === undefined ? undefined : [{ kind: 'text', text }]);
  });

  it('labels a route by its path, or by its id when it has several (D27)', () => {
    expect(one({ path: '/a/:id' }).routes[0]?.endpoint).toBe('/a/:id');
    expect(one({ id: 'both', paths: ['/a', '/b'] }).routes[0]?.endpoint).toBe('both');
  });

  it('shares plans and steps that are equal, whatever the order of keys (T9)', () => {
    const edits = (set: Record<string, string>): PlainRoute =>
      ({
        request_headers: { at: [], set, add: {}, remove: ['b', 'a'] },
        response_headers: { at: [], set: {}, add: {}, remove: [] },
      }) as PlainRoute;
    const gateway = build({ routes: [edits({ x: '1', y: '2' }), edits({ y: '2', x: '1' }), {}] });
    expect(gateway.steps).toHaveLength(1);
    expect(gateway.steps[0]).toMatchObject({
      family: 'filter',
      name: 'request-headers',
      config: { remove: ['a', 'b'] },
    });
    expect(gateway.plans).toEqual([
      { global: [], route: [0], response: [] },
      { global: [], route: [], response: [] },
    ]);
    expect(gateway.routes.map(({ plan }) => plan)).toEqual([0, 0, 1]);
  });
});

describe('profiles', () => {
  it('are one where nginx is told the same and the same phases have work', () => {
    const response_headers = { at: [], set: { a: 'b' }, add: {}, remove: [] };
    const { profiles, routes } = build({
      services: [{}],
      routes: [{ service_id: 's0' }, { service_id: 's0', response_headers }, {}, {}] as PlainRoute[],
    });
    expect(profiles.map(({ kind, response }) => [kind, response])).toEqual([
      ['proxy', false],
      ['proxy', true],
      ['local', false],
    ]);
    expect(routes.map(({ profile }) => profile)).toEqual([0, 1, 2, 2]);
  });

  it('take the route before the service, and bound all tries by the timeout (M064, M157, M165)', () => {
    const services = [
      { timeout: milliseconds(9_000), connect_timeout: milliseconds(2_000), retry: retry({ attempts: 9 }) },
    ] as never;
    const route = {
      timeout: milliseconds(5_000),
      retry: retry({ per_try_timeout: 1_500, on: ['5xx', '503', 'timeout'], non_idempotent: true }),
    };
    expect(one(route as PlainRoute, { services }).profiles[0]).toMatchObject({
      timeout: 1_500,
      connectTimeout: 1_500,
      retryTimeout: 5_000,
      retry: {
        attempts: 3,
        conditions: ['timeout', 'http_500', 'http_502', 'http_503', 'http_504', 'non_idempotent'],
      },
    });
    expect(one({}, { services }).profiles[0]).toMatchObject({
      timeout: 9_000,
      connectTimeout: 2_000,
      retry: { attempts: 9 },
    });
  });

  it('try another node by default, where the connection failed, if there is one', () => {
    const conditions = (nodes: number) =>
      one({}, { services: [{ nodes: Array.from({ length: nodes }, (_, i) => ({ id: `n${i}` })) }] })
        .profiles[0];
    expect(conditions(1)).toMatchObject({ retry: { attempts: 1, conditions: [] }, retryTimeout: 0 });
    expect(conditions(2)).toMatchObject({
      retry: { attempts: 2, conditions: ['error'] },
      retryTimeout: 30_000,
    });
  });

  it('verify TLS unless told otherwise (M195)', () => {
    expect(one({}, { services: [{ protocol: 'https' }] }).profiles[0]).toMatchObject({
      scheme: 'https',
      tls: { verify: true, serverName: undefined },
    });
    expect(one({}).profiles[0]).toMatchObject({ scheme: 'http', tls: undefined });
  });
});

describe('server', () => {
  it('canonicalises what is compared, and derives connections (M281, D34)', () => {
    const gateway = build({
      server: { trusted_proxies: ['10.1.2.3/8', '::ffff:1.2.3.4'], max_connections: 500 },
      metrics: { enabled: false },
      health: { listener: 'none' },
    });
    expect(gateway.server).toMatchObject({
      trustedProxies: ['10.0.0.0/8', '1.2.3.4/32'],
      workerConnections: 1_000,
    });
    expect(gateway.metrics).toBeUndefined();
    expect(gateway.health).toMatchObject({ paths: [], readyPath: undefined });
    expect(build({}).server.workerConnections).toBe(1_024);
    expect(
      build({ nginx: { worker_connections: 99 }, server: { max_connections: 7 } }).server.workerConnections,
    ).toBe(99);
  });

  it('starts every balancer in Lua, with the most attempts any route makes', () => {
    const routes = [
      { service_id: 's0' },
      { service_id: 's0', retry: retry({ attempts: 3 }) },
    ] as PlainRoute[];
    expect(build({ services: [{}, {}], routes }).services.map(({ balancer }) => balancer)).toEqual([
      { kind: 'lua', name: 'round-robin', options: {}, attempts: 3 },
      { kind: 'lua', name: 'round-robin', options: {}, attempts: 1 },
    ]);
  });
});
