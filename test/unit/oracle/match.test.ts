import { describe, expect, it } from 'vitest';
import { gatewayDocument, type PlainGateway, type PlainRoute } from '../../oracle/document.ts';
import { decide, type OracleRequest } from '../../oracle/match.ts';

const ask = (path: string, more: Partial<OracleRequest> = {}): OracleRequest => ({
  method: 'GET',
  host: 'a.example',
  headers: {},
  query: {},
  cookies: {},
  ip: '127.0.0.1',
  ...more,
  path,
});

const winner = (routes: readonly PlainRoute[], request: OracleRequest, more: PlainGateway = {}) => {
  const verdict = decide(gatewayDocument({ ...more, routes }), request);
  return verdict.kind === 'route' ? verdict.id : verdict.kind;
};

describe('the oracle', () => {
  it.each([
    ['/a', '/a', true],
    ['/a', '/a/', false],
    ['/a/**', '/a', true],
    ['/a/**', '/a/', true],
    ['/a/**', '/a/b/c', true],
    ['/a/**', '/ab', false],
    ['/a/*', '/a/b/c', true],
    ['/a/:id', '/a/7', true],
    ['/a/:id', '/a/', false],
    ['/a/:id', '/a/7/', false],
    ['/a/{id:[0-9]+}', '/a/x', false],
    ['/a/*/c', '/a/b/c', true],
    ['/a/*/c', '/a/b/x/c', false],
    ['/a/**/c', '/a/c', true],
    ['/a/**/c', '/a/b/x/c', true],
    ['~^/v[0-9]+/', '/v12/x', true],
    ['~/v[0-9]+', '/v12/x', false],
    ['/**', '/', true],
  ])('%s takes %s: %s (M010, M011, M012, M160)', (path, asked, taken) => {
    expect(winner([{ id: 'r', path }], ask(asked))).toBe(taken ? 'r' : 'not-found');
  });

  it.each([
    '/a/../b',
    '/a/%2e%2E/b',
    '/a//b',
    '/a%2fb',
    '/a%5Cb',
    '/a\\b',
    '/a#b',
    '/a%23b',
    '/a/..;/b',
    '/%00',
    '/%0a',
    '/%ff',
    '/%zz',
    '/a/.',
  ])('answers 400 to %s (S5)', (path) => {
    expect(winner([{ path: '/**' }], ask(path))).toBe('bad-request');
  });

  it('prefers priority, then exact, literals, parameters, globs and regexes, then the host (D23, D31)', () => {
    const routes: PlainRoute[] = [
      { id: 'regex', path: '~^/a/.*$' },
      { id: 'glob', path: '/a/**' },
      { id: 'param', path: '/a/:x' },
      { id: 'literals', path: '/a/b/**' },
      { id: 'exact', path: '/a/b' },
      { id: 'wild', path: '/a/b', hosts: ['*.example'] },
      { id: 'host', path: '/a/b', hosts: ['a.example'] },
      { id: 'first', path: '/never', priority: 1 },
    ];
    const order: string[] = [];
    for (let left = routes; ; left = left.filter((r) => r.id !== order.at(-1))) {
      const id = winner(left, ask('/a/b'));
      if (id === 'not-found') break;
      order.push(id);
    }
    expect(order).toEqual(['host', 'wild', 'exact', 'literals', 'param', 'glob', 'regex']);
    expect(winner([...routes, { id: 'urgent', path: '/**', priority: 1 }], ask('/a/b'))).toBe('urgent');
  });

  it('answers 405 with the methods of every route that would take it, HEAD beside GET (D24)', () => {
    const routes: PlainRoute[] = [
      { path: '/a', methods: ['GET'] },
      { path: '/**', methods: ['PUT'] },
      { path: '/a', methods: ['DELETE'], headers: { 'X-Admin': 'yes' } },
    ];
    const verdict = decide(gatewayDocument({ routes }), ask('/a', { method: 'POST' }));
    expect(verdict).toEqual({ kind: 'method-not-allowed', allow: ['GET', 'HEAD', 'PUT'] });
    expect(winner(routes, ask('/a', { method: 'HEAD' }))).toBe('r0');
  });

  it('goes on to the next route when an assertion group fails, and refuses with on_fail (D4)', () => {
    const group = { assertions: [{ type: 'header', value: 'Authorization', operator: 'exists' }] };
    const open: PlainRoute = { id: 'open', path: '/**' };
    expect(winner([{ id: 'r', path: '/a', assertion_group_config: group }, open], ask('/a'))).toBe('open');
    const document = gatewayDocument({
      routes: [{ id: 'r', path: '/a', assertion_group_config: { ...group, on_fail: 403 } }, open],
    });
    expect(decide(document, ask('/a'))).toEqual({ kind: 'route', id: 'r', refuse: 403 });
  });

  it('keeps health paths from every route (M305)', () => {
    expect(winner([{ path: '/**' }], ask('/health'))).toBe('reserved');
    expect(winner([{ id: 'r', path: '/**' }], ask('/health'), { health: { listener: 'none' } })).toBe('r');
  });
});
