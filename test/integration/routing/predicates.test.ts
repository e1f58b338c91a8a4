import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Environment, newEnvironment } from '../harness/index.ts';
import { type Reachable, startRoutes } from './gateway.ts';

describe('header and query predicates', () => {
  let env: Environment;
  let reach: Reachable['reach'];
  const sending = (path: string, ...headers: [string, string][]) => reach(path, { headers });

  beforeAll(async () => {
    env = await newEnvironment();
    ({ reach } = await startRoutes(env, {
      routes: [
        { id: 'version-2-beta', path: '/version', headers: { 'X-Version': 2, 'x-channel': 'beta' } },
        { id: 'version-2', path: '/version', headers: { 'X-Version': '2' } },
        { id: 'any-version', path: '/version' },
        { id: 'folded', path: '/folded', headers: { 'X-Word': { value: 'ABC', case_sensitive: false } } },
        { id: 'absent', path: '/absent', headers: { 'X-Gone': { operator: 'not_exists' } } },
        { id: 'not-blue', path: '/not-blue', headers: { 'X-Color': { operator: '!=', value: 'blue' } } },
        { id: 'agent', path: '/agent', headers: { 'User-Agent': { operator: 'contains', value: 'curl' } } },
        { id: 'dashes', path: '/dashes', headers: { 'X-A-B': '1' } },
        { id: 'query-1', path: '/query', query: { page: 1 } },
        { id: 'query-flag', path: '/query', query: { flag: { operator: 'exists' } } },
        { id: 'query-text', path: '/query', query: { 'q[a b]': 'ü&=' } },
        { id: 'query-none', path: '/query' },
        { id: 'repeated', path: '/repeated', query: { a: 'first' } },
        { id: 'joined', path: '/joined', headers: { 'X-Twice': '1, 2' } },
      ],
    }));
  });
  afterAll(() => env.dispose());

  it('chooses among routes of one path by headers, in any case of their names (M116, D4)', async () => {
    expect(await sending('/version')).toBe('any-version');
    expect(await sending('/version', ['x-version', '2'])).toBe('version-2');
    expect(await sending('/version', ['X-VERSION', '2'], ['X-Channel', 'beta'])).toBe('version-2-beta');
    expect(await sending('/version', ['X-Version', '3'])).toBe('any-version');
    expect(await sending('/version', ['X-Version', '2 '])).toBe('version-2');
  });

  it('compares values with case, unless it is told not to (M114)', async () => {
    expect(await sending('/folded', ['X-Word', 'aBc'])).toBe('folded');
    expect(await sending('/folded', ['X-Word', 'abcd'])).toBe(404);
    expect(await sending('/version', ['X-Version', '2'], ['x-channel', 'BETA'])).toBe('version-2');
  });

  it('holds a negation where the header is missing (M117)', async () => {
    expect(await sending('/absent')).toBe('absent');
    expect(await sending('/absent', ['x-gone', ''])).toBe(404);
    expect(await sending('/not-blue')).toBe('not-blue');
    expect(await sending('/not-blue', ['X-Color', 'red'])).toBe('not-blue');
    expect(await sending('/not-blue', ['X-Color', 'blue'])).toBe(404);
    expect(await sending('/agent', ['User-Agent', 'curl/8.1'])).toBe('agent');
    expect(await sending('/agent', ['User-Agent', 'wget'])).toBe(404);
  });

  it('does not take an underscore for a dash', async () => {
    expect(await sending('/dashes', ['X-A-B', '1'])).toBe('dashes');
    expect(await sending('/dashes', ['X_A_B', '1'])).toBe(404);
  });

  it('chooses by query parameters, decoded, names with case (M116)', async () => {
    expect(await reach('/query')).toBe('query-none');
    expect(await reach('/query?page=1')).toBe('query-1');
    expect(await reach('/query?x=y&page=%31')).toBe('query-1');
    expect(await reach('/query?Page=1')).toBe('query-none');
    expect(await reach('/query?page=10')).toBe('query-none');
    expect(await reach('/query?flag')).toBe('query-flag');
    expect(await reach('/query?flag=')).toBe('query-flag');
    expect(await reach('/query?q%5Ba+b%5D=%C3%BC%26%3D')).toBe('query-text');
  });

  it('looks at the first of repeated parameters, and at all of repeated headers', async () => {
    expect(await reach('/repeated?a=first&a=second')).toBe('repeated');
    expect(await reach('/repeated?a=second&a=first')).toBe(404);
    expect(await sending('/joined', ['X-Twice', '1'], ['X-Twice', '2'])).toBe('joined');
    expect(await sending('/joined', ['X-Twice', '2'], ['X-Twice', '1'])).toBe(404);
  });

  it('sees a parameter behind a hundred others, and a header behind a hundred others (S7)', async () => {
    const many = Array.from({ length: 150 }, (_, i) => `p${i}=${i}`).join('&');
    expect(await reach(`/query?${many}&page=1`)).toBe('query-1');
    const headers = Array.from({ length: 150 }, (_, i): [string, string] => [`X-H${i}`, String(i)]);
    expect(await sending('/version', ...headers, ['X-Version', '2'])).toBe('version-2');
  });
});
