import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Environment, newEnvironment, type RawRequest } from '../harness/index.ts';
import { type PlainRoute, type Reachable, startRoutes } from './gateway.ts';

/** A route with one assertion, at a path of its own name. */
const single = (id: string, assertion: object): PlainRoute => ({
  id,
  path: `/${id}/**`,
  assertion_group_config: { assertions: [assertion] },
});

const header = (operator: string, more: object = { value: 'Blue-Green' }) => ({
  type: 'header',
  header: 'X-Color',
  operator,
  ...more,
});

/** Every spelling of every operator (D7), what holds and what does not. */
const OPERATORS: readonly (readonly [
  spellings: readonly string[],
  value: string,
  yes: string,
  no: string,
])[] = [
  [['equals', 'equal', 'eq', '==', 'EQUALS'], 'Blue-Green', 'Blue-Green', 'blue-green'],
  [['not_equals', 'not-equal', 'ne', '!='], 'Blue', 'Blue-Green', 'Blue'],
  [['contains'], 'e-G', 'Blue-Green', 'Blue_Green'],
  [['not_contains', 'not-contains'], '.', 'Blue-Green', 'Blue.Green'],
  [['starts_with', 'prefix', 'starts-with'], 'Blue', 'Blue-Green', 'A Blue-Green'],
  [['not_starts_with', 'not_prefix'], 'Blue', 'Green', 'Blue'],
  [['ends_with', 'suffix', 'Ends_With'], 'Green', 'Blue-Green', 'Green-Blue'],
  [['not_ends_with', 'not_suffix'], 'Green', 'Blue', 'Blue-Green'],
  [['matches', 'match', 'regex'], '^B[a-z]+-', 'Blue-Green', 'Blue'],
  [['not_matches', 'not_match', 'not_regex'], '%|^$', 'Blue', 'Bl%ue'],
];

const spelt = OPERATORS.flatMap(([spellings, value, yes, no], group) =>
  spellings.map((operator, i) => ({ id: `op-${group}-${i}`, operator, value, yes, no })),
);

const ROUTES: readonly PlainRoute[] = [
  ...spelt.map(({ id, operator, value }) => single(id, header(operator, { value }))),
  single('folded', header('equals', { value: 'blue', case_sensitive: false })),
  single('folded-regex', header('matches', { pattern: '^BLUE$', case_sensitive: false })),
  single('pattern', {
    type: 'path',
    value: '^/pattern/[0-9]+$',
    operator: 'matches',
    pattern: '^/pattern/[0-9]+$',
  }),
  single('listed', header('equals', { value: ['red', 'blue'] })),
  single('not-listed', header('not_equals', { value: ['red', 'blue'] })),
  single('exists', header('exists', {})),
  single('not-exists', header('not_exists', {})),
  single('method', { type: 'method', value: ['GET', 'POST'], operator: 'equals' }),
  single('path', { type: 'path', value: '/x', operator: 'ends_with' }),
  single('path-decoded', { type: 'path', value: '/path-decoded/ä b', operator: 'equals' }),
  single('query', { type: 'query', query: 'v', value: '2', operator: 'equals' }),
  single('query-named', { type: 'query', name: 'flag', operator: 'exists' }),
  single('cookie', { type: 'cookie', cookie: 'session', value: 'abc', operator: 'starts_with' }),
  single('cookie-gone', { type: 'cookie', name: 'session', operator: 'not_exists' }),
  single('host', { type: 'host', value: 'API.example.com', operator: 'equals' }),
  single('ip-block', { type: 'ip', value: '10.0.0.0/8, 2001:db8::/32', operator: 'in_cidr' }),
  single('ip-outside', { type: 'ip', value: ['10.0.0.0/8'], operator: 'not_in_cidr' }),
  single('ip-equals', { type: 'ip', value: '::ffff:10.1.2.3', operator: 'equals' }),
  // Where the name of the header is found (D5): `name` that is a token, `value` of exists, a value only one header has.
  single('name-token', { type: 'header', name: 'X-Named', value: '1', operator: 'equals' }),
  single('name-text', { type: 'header', name: 'API密钥检查', value: 'X-API-Key', operator: 'exists' }),
  single('name-guessed', {
    type: 'header',
    name: '内容类型检查',
    value: 'application/json',
    operator: 'equals',
  }),
];

describe('assertions', () => {
  let env: Environment;
  let started: Reachable;
  const color = (id: string, value?: string) =>
    started.reach(`/${id}/`, value === undefined ? {} : { headers: { 'X-Color': value } });
  const from = (id: string, ip: string) => started.reach(`/${id}/`, { headers: { 'X-Forwarded-For': ip } });

  beforeAll(async () => {
    env = await newEnvironment();
    const trusted_proxies = ['127.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];
    started = await startRoutes(env, { server: { trusted_proxies }, routes: ROUTES });
  });
  afterAll(() => env.dispose());

  it.each(spelt)('compares with $operator (M117, D7)', async ({ id, yes, no }) => {
    expect(await color(id, yes)).toBe(id);
    expect(await color(id, no)).toBe(404);
  });

  it('holds no comparison for what was not sent, and every negation (M117)', async () => {
    for (const { id, operator } of spelt) {
      const negated = /^(?:not|ne$|!)/.test(operator);
      expect([operator, await color(id)]).toEqual([operator, negated ? id : 404]);
    }
  });

  it('asks whether something was sent, empty or not (M117, M118)', async () => {
    expect(await color('exists', 'x')).toBe('exists');
    expect(await color('exists', '')).toBe('exists');
    expect(await color('exists')).toBe(404);
    expect(await color('not-exists')).toBe('not-exists');
    expect(await color('not-exists', '')).toBe(404);
  });

  it('ignores case where it is told to, in regexes too (M114)', async () => {
    expect(await color('folded', 'BLUE')).toBe('folded');
    expect(await color('folded', 'BLUES')).toBe(404);
    expect(await color('folded-regex', 'Blue')).toBe('folded-regex');
    expect(await color('folded-regex', 'Blues')).toBe(404);
  });

  it('takes any of a list, and none of it when negated (M113)', async () => {
    expect(await color('listed', 'blue')).toBe('listed');
    expect(await color('listed', 'green')).toBe(404);
    expect(await color('not-listed', 'green')).toBe('not-listed');
    expect(await color('not-listed', 'red')).toBe(404);
  });

  it('tests the method (M116)', async () => {
    expect(await started.reach('/method/', { method: 'POST' })).toBe('method');
    expect(await started.reach('/method/', { method: 'PUT' })).toBe(404);
  });

  it('tests the decoded path, by text or by pattern (M115, M116, M120)', async () => {
    expect(await started.reach('/path/a/x')).toBe('path');
    expect(await started.reach('/path/a/y')).toBe(404);
    expect(await started.reach('/path-decoded/%C3%A4%20b')).toBe('path-decoded');
    expect(await started.reach('/pattern/12')).toBe('pattern');
    expect(await started.reach('/pattern/x')).toBe(404);
  });

  it('tests query parameters, decoded, the first of several (M116)', async () => {
    expect(await started.reach('/query/?v=2')).toBe('query');
    expect(await started.reach('/query/?v=%32&v=3')).toBe('query');
    expect(await started.reach('/query/?v=3&v=2')).toBe(404);
    expect(await started.reach('/query-named/?flag')).toBe('query-named');
    expect(await started.reach('/query-named/?Flag')).toBe(404);
  });

  it('tests cookies, in one header or in several (M116)', async () => {
    const cookie = (id: string, ...values: string[]) =>
      started.reach(`/${id}/`, { headers: values.map((value): [string, string] => ['Cookie', value]) });
    expect(await cookie('cookie', 'a=1; session=abcdef; b=2')).toBe('cookie');
    expect(await cookie('cookie', 'a=1', 'session=abc')).toBe('cookie');
    expect(await cookie('cookie', 'xsession=abc; Session=abc')).toBe(404);
    expect(await cookie('cookie', 'session=xyz')).toBe(404);
    expect(await cookie('cookie-gone', 'a=session')).toBe('cookie-gone');
    expect(await cookie('cookie-gone', 'session=')).toBe(404);
  });

  it('tests the host without case and port (M116)', async () => {
    expect(await started.reach('/host/', { host: 'api.EXAMPLE.com:8080' })).toBe('host');
    expect(await started.reach('/host/', { host: 'api.example.org' })).toBe(404);
  });

  it('tests the address of the client against blocks of both families (M116, M117, M121)', async () => {
    expect(await from('ip-block', '10.255.0.1')).toBe('ip-block');
    expect(await from('ip-block', '2001:db8:1::9')).toBe('ip-block');
    expect(await from('ip-block', '11.0.0.1')).toBe(404);
    expect(await from('ip-block', '2001:db9::1')).toBe(404);
    expect(await from('ip-outside', '11.0.0.1')).toBe('ip-outside');
    expect(await from('ip-outside', '10.0.0.1')).toBe(404);
  });

  it('reads an IPv4 address in IPv6 clothes as IPv4 (M121, S13)', async () => {
    expect(await from('ip-block', '::ffff:10.1.2.3')).toBe('ip-block');
    expect(await from('ip-equals', '10.1.2.3')).toBe('ip-equals');
    expect(await from('ip-equals', '::ffff:10.1.2.3')).toBe('ip-equals');
    expect(await from('ip-equals', '10.1.2.30')).toBe(404);
  });

  it('finds the name of the header where the documents hide it (M118, M119, D5)', async () => {
    const ask = (id: string, headers: RawRequest['headers']) =>
      started.reach(`/${id}/`, { headers: headers ?? {} });
    expect(await ask('name-token', { 'x-named': '1' })).toBe('name-token');
    expect(await ask('name-token', {})).toBe(404);
    expect(await ask('name-text', { 'x-api-key': 'k' })).toBe('name-text');
    expect(await ask('name-text', {})).toBe(404);
    expect(await ask('name-guessed', { 'Content-Type': 'application/json' })).toBe('name-guessed');
    expect(await ask('name-guessed', { 'Content-Type': 'text/plain' })).toBe(404);
  });
});
