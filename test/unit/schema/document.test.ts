import { describe, expect, it } from 'vitest';
import type { GatewayDocument } from '../../../src/model/document.ts';
import { DIRECTORY, problems, read } from './read.ts';

const document = async (text: string, environment?: Record<string, string>): Promise<GatewayDocument> => {
  const { document, diagnostics } = await read(text, environment);
  expect(diagnostics).toEqual([]);
  return document as GatewayDocument;
};
const route = (keys: string): string => `routes: [{id: r, path: /r, respond: {}, ${keys}}]`;

describe('an empty gateway', () => {
  it('gets every default', async () => {
    expect(await document('version: 1\n')).toEqual({
      at: [],
      server: {
        at: ['server'],
        listen: [{ at: ['server', 'listen'], host: '', port: 8080, tls: false }],
        read_timeout: 5_000,
        write_timeout: 10_000,
        idle_timeout: 120_000,
        graceful_shutdown_timeout: 30_000,
        max_body_size: 10 * 1024 ** 2,
        max_header_bytes: 32 * 1024,
        workers: 'auto',
        trusted_proxies: [],
        paths: 'strict',
        method_mismatch: 405,
        http2: true,
        gzip: true,
      },
      log: {
        at: ['log'],
        level: 'info',
        format: 'json',
        access_log: 'access.log',
        error_log: 'error.log',
        max_size: 100 * 1024 ** 2,
        max_backups: 3,
        max_age: 7,
      },
      metrics: { at: ['metrics'], enabled: true, host: '127.0.0.1', port: 9090, path: '/metrics' },
      health: { at: ['health'], paths: ['/health', '/healthz'], ready_path: '/ready', listener: 'public' },
      nginx: { at: ['nginx'], flavor: 'auto' },
      routes: [],
      services: [],
    });
  });
});

describe('the server block', () => {
  it.each([
    ['server: {listen: 8080}', [{ host: '', port: 8080 }]],
    ['server: {port: 8081}', [{ host: '', port: 8081 }]],
    ['base: {listen: ":8082"}', [{ host: '', port: 8082 }]],
    ['server: {addr: "127.0.0.1:8083"}', [{ host: '127.0.0.1', port: 8083 }]],
    [
      'server: {listen: ["[::]:80", {address: localhost:81}]}',
      [
        { host: '::', port: 80 },
        { host: '127.0.0.1', port: 81 },
      ],
    ],
  ])('listens as %s says (M092, D34)', async (text, expected) => {
    const { listen } = (await document(text)).server;
    expect(listen.map(({ host, port }) => ({ host, port }))).toEqual(expected);
  });
  it('reads bare numbers as seconds, and durations (M093-M095, M186, M237, D34)', async () => {
    const { server } = await document(
      'server: {read_timeout: 30, write_timeout: 1m30s, idle_timeout: 250ms}',
    );
    expect([server.read_timeout, server.write_timeout, server.idle_timeout]).toEqual([30_000, 90_000, 250]);
  });
  it('speaks TLS on every listener once there are certificates, unless one says which do', async () => {
    const { server } = await document(`
server:
  listen: [443, {address: 80, tls: false}]
  tls: {certificates: [{cert_file: certs/a.pem, key_file: /k.pem}], min_version: 1.3}`);
    expect(server.listen.map(({ tls }) => tls)).toEqual([true, false]);
    const other = await document(`
server:
  listen: [80, {address: 443, tls: true}]
  tls: {certificates: [{cert_file: certs/a.pem, key_file: /k.pem}]}`);
    expect(other.server.listen.map(({ tls }) => tls)).toEqual([false, true]);
    expect(server.tls).toMatchObject({ min_version: '1.3', redirect_http: true });
    expect(server.tls?.certificates[0]).toMatchObject({
      cert_file: `${DIRECTORY}/certs/a.pem`,
      key_file: '/k.pem',
    });
  });
  it('takes numbers from the environment', async () => {
    const { server } = await document('server:\n  listen: ${PORT}\n  workers: ${WORKERS}', {
      PORT: '81',
      WORKERS: '2',
    });
    expect([server.listen[0]?.port, server.workers]).toEqual([81, 2]);
  });
});

describe('log, metrics and nginx', () => {
  it('takes file_path, and megabytes (M241)', async () => {
    const { log } = await document(
      'log: {file_path: a.log, max_size: 50, max_backups: 9, max_age: 1, level: WARNING}',
    );
    expect(log).toMatchObject({
      access_log: 'a.log',
      max_size: 50 * 1024 ** 2,
      max_backups: 9,
      max_age: 1,
      level: 'warn',
    });
    expect((await document('log: {max_size: 10k}')).log.max_size).toBe(10_240);
  });
  it('reads ":9090" as every address (M240)', async () => {
    expect((await document('metrics: {addr: ":9090"}')).metrics).toMatchObject({ host: '', port: 9090 });
  });
  it('takes binary_path, and refuses the rest by name (M239, S1)', async () => {
    expect((await document('nginx: {binary_path: /usr/sbin/nginx}')).nginx.binary_path).toBe(
      '/usr/sbin/nginx',
    );
    expect(await problems('nginx: {template_path: a, config_path: b, reload_script: c}')).toEqual([
      expect.stringMatching(/^GW1108 1:9 `template_path` is not supported \(nginx\) \| the templates belong/),
      expect.stringMatching(/^GW1108 1:27 `config_path` .*--root DIR/),
      expect.stringMatching(/^GW1108 1:43 `reload_script` .*gatewayc apply/),
    ]);
  });
});

describe('a route', () => {
  it('reads the keys of example A (M096-M098, M102, M103)', async () => {
    const { routes } = await document(`
routes:
  - id: user-service
    path: "/api/v1/users/**"
    methods: [get, POST]
    service: {name: user-service, endpoints: ["http://user-service:8080"], discovery: false}
    strip_prefix: true
    timeout: 5s`);
    expect(routes[0]).toMatchObject({
      id: 'user-service',
      paths: ['/api/v1/users/**'],
      match_type: 'auto',
      methods: ['GET', 'POST'],
      priority: 100,
      enabled: true,
      target: { kind: 'service', service_id: 'user-service', at: ['routes', 0, 'service'] },
      strip_prefix: true,
      timeout: 5_000,
    });
  });
  it('reads the keys of example B (M108-M116)', async () => {
    const { routes } = await document(`
routes:
  - id: public-api
    service_id: s
    path: /x
    enabled: false
    priority: 1
    metadata: {description: words, tags: [a, b]}
    assertion_group_config:
      id: g
      type: and
      name: group
      assertions:
        - {id: ip, type: ip, name: inner, value: "10.0.0.0/8", operator: in_cidr}
        - {type: Any, assertions: [{type: HEADER, value: x, operator: "==", case_sensitive: false}]}
services: [{id: s, nodes: [{address: a:1}]}]`);
    expect(routes[0]).toMatchObject({
      enabled: false,
      priority: 1,
      metadata: { description: 'words', tags: ['a', 'b'] },
      target: { kind: 'service', service_id: 's', at: ['routes', 0, 'service_id'] },
    });
    expect(routes[0]?.assertion_group_config).toEqual({
      at: ['routes', 0, 'assertion_group_config'],
      type: 'and',
      assertions: [
        {
          at: ['routes', 0, 'assertion_group_config', 'assertions', 0],
          id: 'ip',
          type: 'ip',
          name: 'inner',
          value: '10.0.0.0/8',
          operator: 'in_cidr',
        },
        {
          at: ['routes', 0, 'assertion_group_config', 'assertions', 1],
          group: true,
          type: 'or',
          assertions: [
            expect.objectContaining({ type: 'header', operator: 'equals', case_sensitive: false }),
          ],
        },
      ],
    });
  });
  it('takes several paths, and scalars for lists of one', async () => {
    const text = 'routes: [{id: r, paths: [/a, /b], hosts: API.example.com, methods: get, redirect: /x}]';
    const [one] = (await document(text)).routes;
    expect(one).toMatchObject({ paths: ['/a', '/b'], hosts: ['api.example.com'], methods: ['GET'] });
    expect(one?.target).toEqual({
      kind: 'redirect',
      at: ['routes', 0, 'redirect'],
      location: '/x',
      status: 302,
    });
  });
  it('reads predicates as a value or an operator', async () => {
    const [one] = (
      await document(
        route('headers: {X-V: 2, X-W: {operator: STARTS-WITH, value: b}}, query: {q: {operator: exists}}'),
      )
    ).routes;
    expect(one?.headers).toEqual({
      'X-V': { at: ['routes', 0, 'headers', 'X-V'], operator: 'equals', value: '2', case_sensitive: true },
      'X-W': {
        at: ['routes', 0, 'headers', 'X-W'],
        operator: 'starts_with',
        value: 'b',
        case_sensitive: true,
      },
    });
    expect(one?.query).toEqual({
      q: { at: ['routes', 0, 'query', 'q'], operator: 'exists', case_sensitive: true },
    });
  });
  it('reads a bare number of retries, and conditions', async () => {
    expect((await document(route('retry: 3'))).routes[0]?.retry).toMatchObject({
      attempts: 3,
      on: ['connection', 'timeout'],
    });
    expect(
      (await document(route('retry: {on: [5XX, 429, "503"], per_try_timeout: 1}'))).routes[0]?.retry,
    ).toMatchObject({
      attempts: 2,
      per_try_timeout: 1_000,
      on: ['5xx', '429', '503'],
    });
  });
  it('keeps templates as templates, and reads other texts as what they stand for (D32)', async () => {
    const [one] = (await document(route('rewrite: "/v2/${path.rest}", add_prefix: "/$${a}"'))).routes;
    expect([one?.rewrite, one?.add_prefix]).toEqual(['/v2/${path.rest}', '/${a}']);
  });
  it('fills edits in (M061, M062)', async () => {
    expect(
      (await document(route('request_headers: {set: {X-N: 1}, remove: Referer}'))).routes[0]?.request_headers,
    ).toEqual({
      at: ['routes', 0, 'request_headers'],
      set: { 'X-N': '1' },
      add: {},
      remove: ['Referer'],
    });
  });
  it('reads all_required as the type of the group (D6)', async () => {
    const group = (keys: string): string =>
      route(`assertion_group_config: {${keys}, assertions: [{type: path, value: /a}]}`);
    expect((await document(group('all_required: false'))).routes[0]?.assertion_group_config?.type).toBe('or');
    expect(
      (await document(group('all_required: true, type: and'))).routes[0]?.assertion_group_config?.type,
    ).toBe('and');
    expect(await problems(group('all_required: true, type: or'))).toEqual([
      expect.stringMatching(
        /^GW1111 .*`all_required: true` means `type: and`, but the group says `type: or` \(route r, assertion_group_config\)/,
      ),
    ]);
  });
});
