import { describe, expect, it } from 'vitest';
import type { PlainGroup, PlainRoute } from '../../oracle/document.ts';
import { diagnose, routeFindings } from './findings.ts';

const AT = '/routes/0/assertion_group_config/assertions/0';
const asking = (...assertions: PlainGroup['assertions']): PlainRoute => ({
  path: '/a',
  assertion_group_config: { assertions },
});

describe('assertions', () => {
  it.each([
    [{ type: 'heder', header: 'a', value: '1' }, `GW2023 ${AT}/type`],
    [{ type: 'ip', value: '10.0.0.0/8', operator: 'in-cdir' }, `GW2022 ${AT}/operator`],
    [{ type: 'ip', value: '10.0.0.0/33', operator: 'in_cidr' }, `GW2021 ${AT}/value`],
    [{ type: 'host', value: '10.0.0.0/8', operator: 'in_cidr' }, `GW2021 ${AT}/operator`],
    [{ type: 'path', operator: 'equals' }, `GW2022 ${AT}/operator`],
    [{ type: 'path', value: '/a', pattern: '^/a', operator: 'matches' }, `GW2022 ${AT}/pattern`],
    [{ type: 'path', value: '/a', pattern: '^/a', operator: 'equals' }, `GW2022 ${AT}/pattern`],
    [{ type: 'ip', header: 'X-A', value: '10.0.0.1' }, `GW2022 ${AT}/header`],
    [{ type: 'header', value: 'acme' }, `GW2024 ${AT}`],
    [{ type: 'header', header: 'a b', value: 'acme' }, `GW2024 ${AT}/header`],
    [{ type: 'header', name: '内容类型检查', value: 'application/json' }, `GW2025 ${AT}`],
    [{ type: 'header', name: 'X-A', value: 'X-B', operator: 'exists' }, `GW2039 ${AT}/value`],
    [{ type: 'header', header: 'a', value: '(', operator: 'matches' }, `GW2026 ${AT}/value`],
  ] as const)('refuses or doubts %j', (assertion, expected) => {
    expect(routeFindings(asking(assertion))).toEqual([expected]);
  });

  it.each([
    { type: 'header', name: '认证头检查', value: 'Authorization', operator: 'exists' },
    { type: 'header', name: 'X-Tier', value: 'gold' },
    { type: 'path', value: '^/a', pattern: '^/a', operator: 'matches' },
    { type: 'ip', value: ['10.0.0.0/8', '::1'], operator: 'NOT-IN-CIDR' },
    { type: 'cookie', name: 'session', operator: 'not_exists' },
    { type: 'query', query: 'a b', value: '', operator: '==' },
  ])('takes %j (D5, D7, M113-M121)', (assertion) => {
    expect(routeFindings(asking(assertion))).toEqual([]);
  });

  it('refuses empty groups, and on_fail inside a group (D4)', () => {
    expect(routeFindings(asking())).toContain('GW2022 /routes/0/assertion_group_config');
    const inner = { on_fail: 403, assertions: [{ type: 'method', value: 'GET' }] };
    expect(routeFindings(asking(inner))).toEqual([`GW2022 ${AT}/on_fail`]);
  });

  it.each([
    [{ methods: ['POST'] }, { type: 'method', value: 'GET' }],
    [{ methods: ['GET'] }, { type: 'method', value: 'get' }],
    [{ hosts: ['*.a.test'] }, { type: 'host', value: 'a.test' }],
    [{ path: '/a/**' }, { type: 'path', value: '/b', operator: 'prefix' }],
    [{ path: '/a' }, { type: 'path', value: '/a/b' }],
    [{ headers: { 'X-A': '1' } }, { type: 'header', header: 'x-a', value: '2' }],
    [{ headers: { 'X-A': '1' } }, { type: 'header', header: 'x-a', operator: 'not_exists' }],
  ] satisfies (readonly [PlainRoute, Record<string, unknown>])[])(
    'sees that %j contradicts %j',
    (route, assertion) => {
      expect(routeFindings({ ...asking(assertion), ...route }).map((f) => f.slice(0, 6))).toEqual(['GW2032']);
    },
  );

  it.each([
    [{ methods: ['GET'] }, { type: 'method', value: 'HEAD' }],
    [{ methods: ['GET'] }, { type: 'method', value: 'get', case_sensitive: false }],
    [{ hosts: ['*.a.test'] }, { type: 'host', value: 'x.A.test' }],
    [{ path: '/a/**' }, { type: 'path', value: '/', operator: 'prefix' }],
    [{ path: '/:x/b' }, { type: 'path', value: '/a/b' }],
    [{ headers: { 'X-A': '1' } }, { type: 'header', header: 'x-a', value: ['2', '1'] }],
  ] satisfies (readonly [PlainRoute, Record<string, unknown>])[])(
    'sees no contradiction between %j and %j',
    (route, assertion) => {
      expect(routeFindings({ ...asking(assertion), ...route })).toEqual([]);
    },
  );

  it('warns of a Content-Type demanded of GET and DELETE (D33)', () => {
    const demand = { type: 'header', header: 'Content-Type', value: 'application/json' };
    const [found] = diagnose({ routes: [{ ...asking(demand), methods: ['GET', 'POST', 'DELETE'] }] });
    expect(found).toMatchObject({ code: 'GW2033', message: expect.stringContaining('GET and DELETE') });
    expect(routeFindings({ ...asking(demand), methods: ['POST'] })).toEqual([]);
  });
});

describe('regexes', () => {
  it.each([
    ['~^/(a+)+$', 'GW3001'],
    ['~^/(?:[a-z]+-?)*$', 'GW3001'],
    ['~^/x/.*y.*z$', 'GW3002'],
    ['~^/(?>a+)+(?R)?$', 'GW3003'],
  ])('examines %s (S11)', (path, code) => {
    expect(routeFindings({ path })).toEqual([`${code} /routes/0/paths/0`]);
  });

  it.each([
    '~^/v[0-9]+/users/(?<id>[^/]+)$',
    '~^/a/.*$',
    '~^/(?i)[a-z]+\\.(?:png|jpe?g)$',
    '/u/{id:\\d{1,9}}',
    '~/x/(?P<n>\\w++)/y',
  ])('finds nothing against %s', (path) => {
    expect(routeFindings({ path })).toEqual([]);
  });

  it('examines ten thousand regexes of one form as one', () => {
    const routes = Array.from({ length: 3_000 }, (_, i): PlainRoute => ({ path: `~^/r${i}/(?:[a-z]-?)*x$` }));
    expect(routeFindings(...routes)).toEqual([]);
  });
});
