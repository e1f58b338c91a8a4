import { describe, expect, it } from 'vitest';
import { type Source, toDocument } from '../../../src/schema/to-document.ts';
import { problems, read } from './read.ts';

/** One problem of a route with these keys; column 1 of line 5 is where the keys begin. */
const ofRoute = (keys: string): Promise<string[]> =>
  problems(`routes:\n  - id: r\n    path: /r\n    respond: {}\n    ${keys}\n`);
const ofService = (keys: string): Promise<string[]> =>
  problems(`services:\n  - id: s\n    nodes: [{address: a:1}]\n    ${keys}\n`);

describe('a document that is none', () => {
  const source = (value: unknown): Source => ({
    value,
    locate: () => undefined,
    origin: () => ({ kind: 'file', span: undefined }),
    isSettled: () => true,
    directoryOf: () => '/',
  });
  it.each([
    [[], 'the document must be a mapping, not a list'],
    [null, 'the document must be a mapping, but is empty'],
    ['text', 'the document must be a mapping, not "text"'],
  ])('is refused: %j', (value, message) => {
    expect(toDocument(source(value))).toEqual({
      document: undefined,
      diagnostics: [{ code: 'GW1102', severity: 'error', message }],
    });
  });
  it('is left to input when there is no value', () => {
    expect(toDocument(source(undefined))).toEqual({ document: undefined, diagnostics: [] });
  });
  it('is not blamed for values that input could not fill in', () => {
    const unsettled = { ...source({ server: { paths: '${X}' } }), isSettled: () => false };
    expect(toDocument(unsettled)).toMatchObject({ document: undefined, diagnostics: [] });
  });
});

describe('keys', () => {
  it.each([
    [
      'retry: {atempts: 3}',
      'GW1101 5:13 unknown key `atempts` in `retry` (route r, retry) | did you mean `attempts`?',
    ],
    ['strip-prefix: true', 'GW1101 5:5 unknown key `strip-prefix` (route r) | did you mean `strip_prefix`?'],
    ['cors_confg: {}', 'GW1101 5:5 unknown key `cors_confg` (route r) | did you mean `cors_config`?'],
    [
      'upstream: a',
      'GW1101 5:5 unknown key `upstream` (route r) | remove it; keys that begin with `x-` are free',
    ],
    [
      'paths: [/a]',
      'GW1105 5:5 `paths` and `path` are two spellings of one key (route r) | keep `path` and remove the other',
    ],
  ])('says for %s what is wrong, where, and what to do', async (keys, expected) => {
    expect(await ofRoute(keys)).toEqual([expected]);
  });
  it('lists the keys of a small block', async () => {
    expect(await ofService('keepalive: {idle: 5}')).toEqual([
      'GW1101 4:17 unknown key `idle` in `keepalive` (service s, keepalive) | the keys here are `size`, `timeout`, `requests`; keys that begin with `x-` are free',
    ]);
  });
  it('leaves keys that begin with x- alone, everywhere', async () => {
    expect(await ofRoute('x-owner: {any: [thing]}')).toEqual([]);
    expect(await problems('x-anchors: {a: 1}\nserver: {x-note: "${UNSET}"}')).toEqual([]);
  });
  it('reads them where keys are names of headers and parameters', async () => {
    expect(await ofRoute('headers: {x-tier: {operator: 7}}')).toHaveLength(1);
    expect(await ofRoute('query: {x-page: [1]}')).toHaveLength(1);
    expect(await ofRoute('headers: {x-tier: "${UNSET}"}')).toEqual([expect.stringContaining('GW1112')]);
  });
  it('reports two aliases of one key', async () => {
    expect(await problems('base: {port: 1, addr: ":2"}')).toEqual([
      expect.stringContaining('GW1105 1:17 `addr` and `port` are two spellings of one key (base)'),
    ]);
  });
  it('reports keys that are missing', async () => {
    expect(await problems('routes: [{path: /r, respond: {}}]')).toEqual([
      'GW1104 1:10 the key `id` is missing (route 1) | add `id`',
    ]);
    expect(await problems('routes: [{id: r, respond: {}}]')).toEqual([
      'GW1104 1:10 the key `path` is missing (route r) | add it, for example `path: "/api/v1/users/**"`',
    ]);
    expect(await problems('services: [{id: s}]')).toEqual([
      expect.stringContaining('GW1104 1:12 the key `nodes` is missing'),
    ]);
  });
  it('wants exactly one target', async () => {
    expect(await problems('routes: [{id: r, path: /}]')).toEqual([
      'GW1106 1:10 the route has no target (route r) | add one of `service_id`, `service`, `redirect` and `respond`',
    ]);
    expect(await ofRoute('redirect: /x')).toEqual([
      expect.stringContaining(
        'GW1106 5:5 the route has more than one target: `respond` and `redirect` (route r)',
      ),
    ]);
  });
  it('refuses header names that are none', async () => {
    expect(await ofRoute('request_headers: {set: {"a b": c}}')).toEqual([
      'GW1110 5:29 "a b" cannot be a name in `set` (route r, request_headers) | header names are letters, digits and `-`',
    ]);
  });
});

describe('values', () => {
  it.each([
    [
      'priority: first',
      'GW1102 5:15 `priority` must be a whole number, not "first" (route r) | for example `priority: 100`',
    ],
    ['retry: true', 'GW1102 5:12 `retry` must be a whole number or a mapping, not true (route r)'],
    ['hosts:', 'GW1102 5:5 `hosts` must be a text or a list, but is empty (route r)'],
    [
      'hosts: [a, 5]',
      'GW1102 5:16 `hosts[1]` must be a host name without scheme and port, such as `api.example.com` or `*.example.com`, not 5 (route r, hosts)',
    ],
    [
      'hosts: a:80',
      'GW1110 5:12 `hosts` must be a host name without scheme and port, such as `api.example.com` or `*.example.com`, not "a:80" (route r) | leave the key out for any host',
    ],
    ['match_type: exakt', 'GW1103 5:17 `match_type` cannot be "exakt" (route r) | did you mean "exact"?'],
    ['redirect: {status: 200}', 'GW1103'],
    [
      'timeout: 5 seconds',
      'GW1110 5:14 `timeout` must be a duration such as `250ms`, `5s` or `1m30s`, not "5 seconds" (route r) | a bare number is seconds',
    ],
    ['timeout: 0', 'GW1109 5:14 `timeout` must be at least 1ms, not 0 (route r)'],
    ['timeout: 60d', 'GW1109 5:14 `timeout` must be at most 2073600s, not "60d" (route r)'],
    ['retry: 0', 'GW1109 5:12 `retry` must be at least 1, not 0 (route r)'],
    ['retry: {on: []}', 'GW1109 5:17 `on` must not be empty (route r, retry)'],
    ['assertion_group_config: {assertions: [{type: path, value: a}], on_fail: 500}', 'GW1109'],
    ['add_prefix: "${request_id}"', 'GW1112 5:17 `add_prefix` takes no run-time variables (route r)'],
  ])('are refused: %s', async (keys, expected) => {
    expect((await ofRoute(keys)).find((problem) => problem.startsWith(expected))).toBeDefined();
  });
  it('gives one error for a mistyped tag, at its value', async () => {
    expect(await ofService('load_balancer: {algorithm: randm, health_check: {enabled: false}}')).toEqual([
      'GW1103 4:32 `algorithm` cannot be "randm" (service s, load_balancer) | did you mean "random"?',
    ]);
    expect(await ofRoute('assertion_group_config: {assertions: [{type: heder, value: a}]}')).toEqual([
      expect.stringMatching(/^GW1103 5:50 .* did you mean "header"\?$/),
    ]);
  });
  it('compares names in any case and spelling (D10)', async () => {
    for (const name of ['round_robin', 'Round-Robin', 'ROUND_ROBIN', 'rr'])
      expect(await ofService(`load_balancer: {algorithm: ${name}}`)).toEqual([]);
  });
  it('does not take an inherited property for a name', async () => {
    expect(await ofRoute('match_type: constructor')).toEqual([expect.stringMatching(/^GW1103 /)]);
    expect(await ofService('load_balancer: {algorithm: toString}')).toEqual([
      expect.stringMatching(/^GW1103 /),
    ]);
    expect(await ofRoute('constructor: a')).toEqual([expect.stringMatching(/^GW1101 /)]);
  });
  it('does not show what came from the environment', async () => {
    const [problem] = await problems('server:\n  paths: ${PATHS}', { PATHS: 'hunter2' });
    expect(problem).toContain('`paths` cannot be the value of the environment variable PATHS');
    expect(problem).not.toContain('hunter2');
  });
  it('shortens long texts', async () => {
    const [problem] = await ofRoute(`match_type: ${'a'.repeat(500)}`);
    expect(problem?.length).toBeLessThan(250);
  });
});

describe('what is not built yet', () => {
  it.each([
    'security_config',
    'security',
    'cors_config',
    'cors',
    'auth_config',
    'auth',
    'limiter_config',
    'limiter',
    'rate_limit',
    'circuit_breaker_config',
    'circuit_breaker',
    'filter_config',
    'filters',
    'cache',
  ])('refuses %s by name, and takes it switched off', async (key) => {
    expect(await ofRoute(`${key}: {strategy: strict}`)).toEqual([
      `GW1107 5:5 \`${key}\` is part of the language, but this version of gatewayc does not build it yet (route r) | remove it, or keep it for later as a key that begins with \`x-\``,
    ]);
    expect(await ofRoute(`${key}: {enabled: false, rate: 5}`)).toEqual([]);
  });
  it.each(['admin', 'tracing', 'plugins: [{name: a}]\nx-b', 'limiter_config: [{rate: 1}]\nx-b'])(
    'refuses %s at top level',
    async (key) => {
      expect(await problems(`${key}: {addr: a}`)).toEqual([expect.stringMatching(/^GW1107 1:1 /)]);
    },
  );
  it('takes plugins that are all switched off (M104)', async () => {
    expect(await ofRoute('plugins: [{name: jwt-auth, enabled: false}]')).toEqual([]);
    expect(await ofRoute('plugins: [{name: jwt-auth, enabled: true}, {name: b}]')).toHaveLength(1);
  });
  it.each(['services: [{service_id: a, weight: 1}]', 'aggregate: {}', 'websocket: {}'])(
    'refuses the target %s',
    async (target) => {
      expect(await problems(`routes: [{id: r, path: /, ${target}}]`)).toEqual([
        expect.stringMatching(/^GW1107 1:27 /),
      ]);
    },
  );
  it.each(['discovery: true', 'discovery: {service: a}', 'max_connections: 5', 'circuit_breaker: {}'])(
    'refuses %s of a service (M100, M143, M159)',
    async (keys) => {
      expect(await ofService(keys)).toEqual([expect.stringMatching(/^GW1107 4:5 /)]);
    },
  );
  it('asks for no nodes where discovery was meant', async () => {
    expect(await problems('services: [{id: s, discovery: true}]')).toEqual([
      expect.stringMatching(/^GW1107 /),
    ]);
    for (const off of ['false', '{enabled: false}'])
      expect(await problems(`services: [{id: s, discovery: ${off}}]`)).toEqual([
        expect.stringMatching(/^GW1104 .*`nodes`/),
      ]);
  });
  it('refuses to hash by user, which needs authentication', async () => {
    expect(await ofService('load_balancer: {algorithm: consistent_hash, hash_on: user}')).toEqual([
      'GW1107 4:58 `hash_on`: "user" is part of the language, but this version of gatewayc does not build it yet (service s, load_balancer) | the values that are built are ip, header, cookie, query, path',
    ]);
  });
  it.each(['grpc', 'GRPC_JSON', 'websocket'])('refuses the protocol %s by name', async (name) => {
    expect(await ofService(`protocol: ${name}`)).toEqual([expect.stringMatching(/^GW1107 4:15 /)]);
  });
  it('refuses health checks inside a balancer', async () => {
    expect(await ofService('load_balancer: {algorithm: random, health_check: {path: /}}')).toEqual([
      expect.stringMatching(/^GW1107 4:40 `health_check`/),
    ]);
  });
});

describe('many problems', () => {
  it('are reported at once', async () => {
    const { document, diagnostics } = await read(
      'server: {listen: x, port: 1}\nroutes: [{}, {id: a b}]\nnope: 1\n',
    );
    expect(document).toBeUndefined();
    expect(new Set(diagnostics.map(({ code }) => code))).toEqual(
      new Set(['GW1101', 'GW1104', 'GW1105', 'GW1106', 'GW1110']),
    );
  });
});
