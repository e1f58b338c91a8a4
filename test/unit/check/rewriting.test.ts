import { describe, expect, it } from 'vitest';
import type { EditBlock } from '../../../src/model/document.ts';
import type { PlainRoute } from '../../oracle/document.ts';
import { diagnose, findings, routeFindings } from './findings.ts';

const at = ['routes', 0];
const edit = (key: string, change: Partial<EditBlock>): PlainRoute =>
  ({
    service_id: 's0',
    path: '/a/:id',
    [key]: { at: [...at, key], set: {}, add: {}, remove: [], ...change },
  }) as PlainRoute;
const sent = (more: PlainRoute): PlainRoute => ({ service_id: 's0', path: '/api/v1/users/**', ...more });

describe('templates', () => {
  it.each([
    ['${response_time}', 'GW2008', 'use it in "response_headers"'],
    ['${requst_id}', 'GW2008', 'did you mean "request_id"?'],
    ['${nothing_like_it}', 'GW2008', expect.stringContaining('client_ip')],
    ['${path.user}', 'GW2009', 'it captures id'],
    ['${host', 'GW2008', expect.stringContaining('$${')],
  ])('refuse %s in a request header (D32)', (text, code, help) => {
    const [found] = diagnose({ routes: [edit('request_headers', { set: { 'X-A': text } })], services: [{}] });
    expect(found).toMatchObject({ code, help, span: { file: '/routes/0/request_headers/set/X-A' } });
  });

  it('take variables of the closed list, captures, escapes, and those of the answer on the answer', () => {
    expect(routeFindings(edit('request_headers', { set: { a: '${request_id} ${path.id} $${x}' } }))).toEqual(
      [],
    );
    expect(
      routeFindings(edit('response_headers', { add: { 'X-Response-Time': '${response_time}' } })),
    ).toEqual([]);
    expect(
      routeFindings({
        service_id: 's0',
        path: '~^/(?<kind>[a-z]+)/([0-9]+)$',
        rewrite: '/${path.kind}/${path.2}',
      }),
    ).toEqual([]);
  });

  it('want a capture in every path of the route', () => {
    expect(routeFindings({ service_id: 's0', paths: ['/a/:id', '/b'], rewrite: '/x/${path.id}' })).toEqual([
      'GW2009 /routes/0/rewrite',
    ]);
  });
});

describe('path edits', () => {
  it.each([
    [{ strip_prefix: '/ap' }, 'GW2010 /routes/0/strip_prefix'],
    [{ strip_prefix: 'api' }, 'GW2010 /routes/0/strip_prefix'],
    [{ strip_prefix: '/api/v1/users/x' }, 'GW2010 /routes/0/strip_prefix'],
    [{ strip_prefix: true, path: '/:id' }, 'GW2010 /routes/0/strip_prefix'],
    [{ strip_prefix: true, paths: ['/a', '/b/c'] }, 'GW2010 /routes/0/strip_prefix'],
    [{ strip_prefix: true, rewrite: '/x' }, 'GW2037 /routes/0/rewrite'],
    [{ rewrite: 'x' }, 'GW2037 /routes/0/rewrite'],
    [{ rewrite: '/x?y=1' }, 'GW2037 /routes/0/rewrite'],
    [{ add_prefix: '/x/../y' }, 'GW2037 /routes/0/add_prefix'],
  ] satisfies (readonly [PlainRoute, string])[])('refuses %j (M060)', (route, expected) => {
    expect(routeFindings(sent(route))).toEqual([expected]);
  });

  it.each<PlainRoute>([
    { strip_prefix: true },
    { strip_prefix: '/api/v1/' },
    { strip_prefix: false, path: '/:id' },
    { add_prefix: '/v2/' },
    { rewrite: '/people/${path.rest}', add_prefix: '/x' },
  ])('takes %j (M060, M102)', (route) => {
    expect(routeFindings(sent(route))).toEqual([]);
  });

  it('says which settings a route without a service does not use', () => {
    expect(routeFindings({ add_prefix: '/x', host_rewrite: 'a.test' })).toEqual([
      'GW2045 /routes/0/add_prefix',
      'GW2045 /routes/0/host_rewrite',
    ]);
  });
});

describe('headers', () => {
  it.each([
    ['request_headers', { set: { 'a b': '1' } }, 'GW2029 /routes/0/request_headers/set/a b'],
    ['request_headers', { set: { a: 'x\r\ny: z' } }, 'GW2029 /routes/0/request_headers/set/a'],
    ['request_headers', { set: { a: '1', A: '2' } }, 'GW2029 /routes/0/request_headers/set/A'],
    ['request_headers', { set: { host: 'x' } }, 'GW2030 /routes/0/request_headers/set/host'],
    ['request_headers', { remove: ['X-Forwarded-For'] }, 'GW2030 /routes/0/request_headers/remove/0'],
    [
      'response_headers',
      { add: { 'Transfer-Encoding': 'x' } },
      'GW2030 /routes/0/response_headers/add/Transfer-Encoding',
    ],
    [
      'response_headers',
      { set: { 'x-request-id': 'x' } },
      'GW2030 /routes/0/response_headers/set/x-request-id',
    ],
  ])('refuses %s %j (S4)', (key, change, expected) => {
    expect(routeFindings(edit(key, change))).toEqual([expected]);
  });
});

describe('answers of the gateway itself', () => {
  const redirect = (location: string): PlainRoute => ({
    path: '/old/:id',
    target: { at, kind: 'redirect', status: 302, location },
  });

  it.each(['new', '//evil.test/', 'ftp://a.test/', 'https://${path.id}/', '/a b', 'https:/x'])(
    'refuses the location %s',
    (location) => {
      expect(routeFindings(redirect(location))).toEqual(['GW2031 /routes/0/location']);
    },
  );

  it.each(['/new/${path.id}', 'https://new.test/${path.id}', '${scheme}://${host}/x', '/${path.id}'])(
    'takes the location %s',
    (location) => {
      expect(routeFindings(redirect(location))).toEqual([]);
    },
  );

  it('wants JSON where JSON is announced', () => {
    const respond = (body: string, content_type: string): PlainRoute => ({
      target: { at, kind: 'respond', status: 200, body, content_type, headers: {} },
    });
    expect(routeFindings(respond('{ok: true}', 'application/problem+json'))).toEqual([
      'GW2035 /routes/0/body',
    ]);
    expect(routeFindings(respond('{"ok": true}', 'application/json; charset=utf-8'))).toEqual([]);
    expect(routeFindings(respond('ok', 'text/plain'))).toEqual([]);
    expect(findings({ routes: [respond('', 'application/json')] })).toEqual([]);
  });
});
