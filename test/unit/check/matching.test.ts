import { describe, expect, it } from 'vitest';
import type { PlainRoute } from '../../oracle/document.ts';
import { diagnose, findings, routeFindings } from './findings.ts';

describe('paths', () => {
  it.each([
    'users',
    '/a//b',
    '/a/../b',
    '/a/{id',
    '/a/{id}x',
    '/a?b',
    '/%61',
    '/:id/:id',
    '~^/(',
    '/a/..;/b',
    '~',
  ])('refuses %j and points at it', (path) => {
    expect(routeFindings({ path })).toEqual(['GW2007 /routes/0/paths/0']);
  });

  it('keeps health paths exact, and says so where a route covers one (M305)', () => {
    expect(routeFindings({ path: '/health' })).toEqual(['GW2013 /routes/0/paths/0']);
    expect(routeFindings({ path: '/ready/**' })).toEqual(['GW2038 /routes/0/paths/0']);
    expect(routeFindings({ path: '/**' })).toEqual([]);
    expect(findings({ routes: [{ path: '/health' }], health: { listener: 'none' } })).toEqual([]);
  });

  it('warns of more than 50 regexes below one prefix', () => {
    const routes = Array.from({ length: 52 }, (_, i): PlainRoute => ({ path: `~^/api/[0-9]+/${i}$` }));
    expect(routeFindings(...routes)).toEqual(['GW5001 /routes/50/paths/0']);
    expect(routeFindings(...routes.slice(0, 50))).toEqual([]);
  });
});

describe('equal routes', () => {
  it.each([
    [{ path: '/a/:x' }, { path: '/a/{y}' }],
    [{ path: '/a/**' }, { path: '/a', match_type: 'prefix' }],
    [{ methods: ['GET'] }, { methods: ['GET', 'HEAD'] }],
    [{ hosts: ['A.test'] }, { hosts: ['b.test', 'a.test'] }],
    [{ headers: { 'X-A': '1', b: '2' } }, { headers: { B: '2', 'x-a': '1' } }],
    [{ path: '~^/(?<a>[0-9]+)$' }, { path: '~^/(?<b>[0-9]+)$' }],
  ] satisfies (readonly [PlainRoute, PlainRoute])[])('refuses %j beside %j', (first, second) => {
    expect(routeFindings(first, second)).toEqual(['GW2011 /routes/1/paths/0']);
  });

  it('refuses a route that lists a path twice', () => {
    expect(routeFindings({ paths: ['/a/:x', '/a/:y'] })).toEqual(['GW2011 /routes/0/paths/1']);
  });

  it('warns where two routes share some methods', () => {
    expect(routeFindings({ methods: ['GET', 'PUT'] }, { methods: ['PUT', 'POST'] })).toEqual([
      'GW2040 /routes/1/paths/0',
    ]);
    expect(routeFindings({ methods: ['GET'] }, { methods: ['POST'] })).toEqual([]);
    expect(routeFindings({ methods: ['GET'] }, {})).toEqual([]);
  });
});

describe('routes that no request reaches', () => {
  it.each([
    ['a smaller priority above it (D31)', { path: '/**', priority: 1 }, { path: '/a/:id' }],
    ['every method before GET', {}, { methods: ['GET'] }],
    ['no condition before one', { path: '/a', priority: 1 }, { path: '/a', headers: { a: '1' } }],
    ['fewer conditions before more', { headers: { a: '1' }, priority: 1 }, { headers: { a: '1', b: '2' } }],
    ['any host before one', { path: '/a', priority: 1 }, { path: '/a', hosts: ['a.test'] }],
    ['a wildcard before its host', { hosts: ['*.test'], priority: 1 }, { hosts: ['x.a.test'] }],
    ['a parameter before a constrained one', { path: '/:a/**', priority: 1 }, { path: '/{b:[0-9]+}/x' }],
    ['a glob before a regex below it', { path: '/a/**', priority: 1 }, { path: '~^/a/[0-9]+$' }],
    ['the same regex', { path: '~^/a/[0-9]+$', priority: 1 }, { path: '~^/a/[0-9]+$', methods: ['GET'] }],
  ] satisfies (readonly [string, PlainRoute, PlainRoute])[])('are found behind %s', (_, first, second) => {
    expect(routeFindings(first, second)).toEqual(['GW2012 /routes/1/paths/0']);
  });

  it('are found behind several routes together', () => {
    const [found, ...more] = diagnose({
      routes: [
        { path: '/a/**', methods: ['GET'], priority: 1 },
        { path: '/**', methods: ['POST'], priority: 1 },
        { id: 'both', path: '/a/b', methods: ['GET', 'POST'] },
      ],
    });
    expect(more).toEqual([]);
    expect(found?.message).toBe('no request reaches the route "both": "r0" and "r1" takes all of them first');
    expect(found?.labels?.map(({ message }) => message)).toEqual([
      'route r0, priority 1, before 100',
      'route r1, priority 1, before 100',
    ]);
  });

  it('are told path by path when some path is reached', () => {
    expect(routeFindings({ path: '/a/**', priority: 1 }, { paths: ['/a/b', '/c'] })).toEqual([
      'GW2012 /routes/1/paths/0',
    ]);
  });

  it.each([
    ['an exact path before its slash form', { path: '/a', priority: 1 }, { path: '/a/' }],
    ['a parameter before an empty segment', { path: '/a/:id', priority: 1 }, { path: '/a/' }],
    ['one segment before a glob', { path: '/a/:id', priority: 1 }, { path: '/a/**' }],
    ['another condition', { headers: { a: '1' }, priority: 1 }, { headers: { a: '2' } }],
    ['a condition before none', { headers: { a: '1' }, priority: 1 }, {}],
    ['GET before POST', { methods: ['GET'], priority: 1 }, { methods: ['POST'] }],
    ['a wildcard before its bare domain', { hosts: ['*.a.test'], priority: 1 }, { hosts: ['a.test'] }],
    ['a constraint before a parameter', { path: '/{a:[0-9]+}', priority: 1 }, { path: '/:b' }],
    ['a regex that starts elsewhere', { path: '/a/**', priority: 1 }, { path: '~^/a[0-9]+$' }],
    ['a more specific path by itself', { path: '/a/**' }, { path: '/a/b' }],
  ] satisfies (readonly [string, PlainRoute, PlainRoute])[])(
    'are not suspected behind %s',
    (_, first, second) => {
      expect(routeFindings(first, second)).toEqual([]);
    },
  );

  // `npm run bench` shows the time; comparing every pair would take minutes.
  it('are looked for among 10,000 routes', { timeout: 60_000 }, () => {
    const shapes = ['/s/{i}/list', '/s/{i}/:id', '/s/{i}/**', '/:tenant/s/{i}', '/same'];
    const routes = Array.from({ length: 10_000 }, (_, i): PlainRoute => {
      const path = (shapes[i % shapes.length] as string).replace('{i}', String(i));
      return {
        path,
        hosts: [`h${i % 100}.a.test`],
        headers: { 'x-version': String(i) },
        methods: ['GET', 'POST'],
      };
    });
    expect(routeFindings(...routes)).toEqual([]);
  });
});
