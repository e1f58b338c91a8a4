import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Environment, type Gateway, newEnvironment } from '../harness/index.ts';
import { echo } from './echo.ts';

describe('changes on the way', () => {
  let env: Environment;
  let gateway: Gateway;

  beforeAll(async () => {
    env = await newEnvironment();
    await env.startUpstream('echo');
    gateway = await env.startGateway(
      ({ listen, metrics, upstreamIp }) => `
server: {listen: "${listen}", paths: lenient}
metrics: {addr: "${metrics}"}
services: [{id: echo, nodes: [{address: "${upstreamIp('echo')}"}]}]
routes:
  - id: request
    path: /request/:tenant
    service_id: echo
    request_headers:
      set: {X-Set: "new", X-Facts: "\${method} \${route_id} \${service_id} \${path}", X-Tenant: "\${path.tenant}"}
      add: {X-Add: "second", X-Fresh: "only"}
      remove: [X-Remove, Referer]
  - id: response
    path: /response
    service_id: echo
    response_headers:
      set: {X-Upstream: "hidden", X-Status: "\${status}", X-Time: "\${response_time}"}
      add: {X-Add: "second", Vary: Accept}
      remove: [X-Secret]
  - id: query
    path: /query/:tenant
    service_id: echo
    request_query:
      set: {page: "1", tenant: "\${path.tenant}"}
      add: {tag: "b&c"}
      remove: [secret]
`,
    );
  });
  afterAll(() => env.dispose());

  describe('of request headers (M061)', () => {
    const headers = async (sent: readonly (readonly [string, string])[], path = '/request/t1') =>
      echo(await gateway.request(path, { headers: sent })).rawHeaders.map(
        ([k, v]) => `${k.toLowerCase()}: ${v}`,
      );

    it('set replaces all there are, whatever their spelling (M061)', async () => {
      const got = await headers([
        ['x-set', 'old'],
        ['X-SET', 'older'],
      ]);
      expect(got.filter((line) => line.startsWith('x-set'))).toEqual(['x-set: new']);
    });

    it('set takes run-time variables and captures (D32)', async () => {
      const got = await headers([]);
      expect(got).toContain('x-facts: GET request echo /request/t1');
      expect(got).toContain('x-tenant: t1');
    });

    it('add keeps what there is (M061)', async () => {
      const got = await headers([['X-Add', 'first']]);
      expect(got.filter((line) => line.startsWith('x-add'))).toEqual(['x-add: first', 'x-add: second']);
      expect(got).toContain('x-fresh: only');
    });

    it('remove takes all away (M061)', async () => {
      const got = await headers([
        ['X-Remove', '1'],
        ['x-remove', '2'],
        ['Referer', 'http://r.example/'],
        ['X-Stays', '1'],
      ]);
      expect(got.filter((line) => /^(x-remove|referer)/.test(line))).toEqual([]);
      expect(got).toContain('x-stays: 1');
    });

    it('cannot be used to send a header of the client’s own (S4)', async () => {
      const got = await headers([], '/request/a%0d%0aX-Evil:%201');
      expect(got.filter((line) => line.startsWith('x-evil'))).toEqual([]);
      expect(got.find((line) => line.startsWith('x-tenant'))).toMatch(/^x-tenant: a%0d%0ax-evil: 1$/i);
    });
  });

  it('of response headers: set, add, remove (M061, M071)', async () => {
    const answer = await gateway.request('/response?status=201&headers=X-Secret:1,X-Add:first,Vary:Origin');
    expect(answer.status).toBe(201);
    const values = (name: string) =>
      answer.rawHeaders.filter(([k]) => k.toLowerCase() === name).map(([, v]) => v);
    expect(values('x-upstream')).toEqual(['hidden']);
    expect(values('x-add')).toEqual(['first', 'second']);
    expect(values('vary')).toEqual(['Origin', 'Accept']);
    expect(values('x-secret')).toEqual([]);
    expect(values('x-status')).toEqual(['201']);
    expect(values('x-time')[0]).toMatch(/^\d+\.\d{3}$/);
  });

  describe('of query parameters (M062)', () => {
    it.each([
      ['', 'page=1&tenant=t1&tag=b%26c'],
      ['?page=9&page=8', 'page=1&tenant=t1&tag=b%26c'],
      ['?a=%20+&secret=1&b&sec%72et=2&secrets=3', 'a=%20+&b&secrets=3&page=1&tenant=t1&tag=b%26c'],
      ['?tag=a', 'tag=a&page=1&tenant=t1&tag=b%26c'],
    ])('set, add, remove; the rest keeps its bytes: %s (M062)', async (query, wanted) => {
      expect(echo(await gateway.request(`/query/t1${query}`)).url).toBe(`/query/t1?${wanted}`);
    });

    it('escapes values taken from the path (S4)', async () => {
      expect(echo(await gateway.request('/query/a%26x=1')).url).toBe(
        '/query/a&x=1?page=1&tenant=a%26x%3D1&tag=b%26c',
      );
    });
  });
});
