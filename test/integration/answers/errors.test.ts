import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Environment,
  type Gateway,
  newEnvironment,
  rawExchange,
  type Upstream,
} from '../harness/index.ts';

const KB = 1024;
const ID = /^[0-9a-f]{32}$/;
/** The body of an answer of `rawExchange`. */
const bodyOf = (text: string) => text.slice(text.indexOf('\r\n\r\n') + 4);

describe('the gateway’s own errors', () => {
  let env: Environment;
  let upstream: Upstream;
  let gateway: Gateway;

  beforeAll(async () => {
    env = await newEnvironment();
    upstream = await env.startUpstream('echo');
    gateway = await env.startGateway(
      ({ listen, metrics, upstreamIp }) => `
server: {listen: "${listen}", workers: 1, max_body_size: 100k, max_header_bytes: 16k, read_timeout: 10s}
metrics: {addr: "${metrics}"}
services:
  - {id: echo, nodes: [{address: "${upstreamIp('echo')}"}]}
  - {id: refused, nodes: [{address: "127.0.0.1:1"}]}
  - {id: nameless, nodes: [{address: "does-not-exist.invalid:80"}]}
routes:
  - {id: all, path: "/all/**", service_id: echo}
  - {id: small, path: /small, service_id: echo, max_body_size: 1k}
  - {id: large, path: /large, service_id: echo, max_body_size: 0}
  - {id: get, path: /get, methods: [GET, HEAD], service_id: echo}
  - {id: refused, path: /refused, service_id: refused}
  - {id: nameless, path: /nameless, service_id: nameless}
  - {id: static, path: /static, respond: {status: 200, body: ok}}
  - {id: moved, path: /moved, redirect: /static}
`,
    );
  });
  afterAll(() => env.dispose());

  const post = (path: string, size: number, headers: Record<string, string> = {}) =>
    gateway.request(path, { method: 'POST', body: Buffer.alloc(size, 'x'), headers });

  it.each([
    ['/missing', 404, 'ROUTE_NOT_FOUND', 'route not found'],
    ['/all/%2e%2e/x', 400, 'INVALID_REQUEST', 'bad request'],
    ['/refused', 502, 'UPSTREAM_ERROR', 'Bad Gateway'],
    ['/nameless', 503, 'SERVICE_UNAVAILABLE', 'No available backend'],
  ])('%s is %i: error, code and request_id as JSON (M153, M162, M223)', async (path, status, code, error) => {
    const answer = await gateway.request(path);
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.json()).toEqual({ error, code, request_id: answer.headers['x-request-id'] });
    expect(answer.headers['x-request-id']).toMatch(ID);
  });

  it.each([['application/problem+json'], ['text/html, application/problem+json;q=0.9']])(
    'are problem details for Accept: %s (RFC 9457)',
    async (accept) => {
      const answer = await gateway.request('/missing', { headers: { Accept: accept } });
      expect(answer.headers['content-type']).toBe('application/problem+json');
      expect(answer.json()).toEqual({
        type: 'about:blank',
        title: 'route not found',
        status: 404,
        code: 'ROUTE_NOT_FOUND',
        request_id: answer.headers['x-request-id'],
      });
      const made = await gateway.request('/refused', { headers: { Accept: accept } });
      expect(made.json()).toMatchObject({ status: 502, code: 'UPSTREAM_ERROR' });
    },
  );

  it('tell HEAD the same, without a body', async () => {
    const answer = await gateway.request('/missing', { method: 'HEAD' });
    expect([answer.status, answer.text]).toEqual([404, '']);
    expect(Number(answer.headers['content-length'])).toBeGreaterThan(0);
  });

  it('write header names as everybody does', async () => {
    const raw = (await gateway.request('/missing')).rawHeaders.map(([name]) => name);
    expect(raw).toEqual(expect.arrayContaining(['Content-Type', 'Content-Length', 'X-Request-Id', 'Server']));
    expect(raw.filter((name) => /^[a-z]/.test(name))).toEqual([]);
  });

  describe('of size', () => {
    it('the service gets bodies up to the limit of the server and of the route', async () => {
      expect((await post('/all/x', 100 * KB)).json()).toMatchObject({ bodySize: 100 * KB });
      expect((await post('/small', KB)).json()).toMatchObject({ bodySize: KB });
      expect((await post('/large', 300 * KB)).json()).toMatchObject({ bodySize: 300 * KB });
    });

    it.each([
      ['/all/x', 100 * KB + 1],
      ['/small', KB + 1],
    ])('413 for a longer body, announced or in chunks: %s', async (path, size) => {
      await upstream.reset();
      for (const headers of [{}, { 'Transfer-Encoding': 'chunked' }] as Record<string, string>[]) {
        const answer = await post(path, size, headers);
        expect(answer.status).toBe(413);
        expect(answer.json()).toEqual({
          error: 'request body too large',
          code: 'BODY_TOO_LARGE',
          request_id: answer.headers['x-request-id'],
        });
      }
      expect(await upstream.count()).toBe(0);
    });

    it('431 for a header that is too large', async () => {
      expect((await gateway.request('/all/x', { headers: { 'X-Large': 'x'.repeat(3 * KB) } })).status).toBe(
        200,
      );
      const answer = await gateway.request('/all/x', { headers: { 'X-Large': 'x'.repeat(5 * KB) } });
      expect(answer.status).toBe(431);
      expect(answer.json()).toMatchObject({
        code: 'HEADERS_TOO_LARGE',
        request_id: answer.headers['x-request-id'],
      });
    });

    it('431 for headers that are too large together', async () => {
      const headers = Array.from({ length: 10 }, (_, i) => [`X-Part-${i}`, 'x'.repeat(2 * KB)] as const);
      expect((await gateway.request('/all/x', { headers })).status).toBe(431);
    });

    it('414 for a target that is too long', async () => {
      expect((await gateway.request(`/all/${'x'.repeat(3 * KB)}`)).status).toBe(200);
      const answer = await gateway.request(`/all/${'x'.repeat(5 * KB)}`);
      expect(answer.status).toBe(414);
      expect(answer.json()).toMatchObject({
        code: 'URI_TOO_LONG',
        request_id: answer.headers['x-request-id'],
      });
    });
  });

  it.each([
    ['GET /all/a b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 400],
    ['GET /all/x HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n', 400],
    ['GET /all/x HTTP/1.1\r\nHost: x\r\nHost: y\r\nConnection: close\r\n\r\n', 400],
    ['GET /all/x HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n', 400],
    ['G\x01T /all/x HTTP/1.1\r\nHost: x\r\n\r\n', 400],
    ['GET /all/\x00 HTTP/1.1\r\nHost: x\r\n\r\n', 400],
    ['GET /all/x HTTP/9.9\r\nHost: x\r\n\r\n', 505],
    ['POST /all/x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n', 501],
  ])('a malformed request is refused as JSON: %j → %i', async (bytes, status) => {
    const text = await rawExchange(gateway.url(), bytes);
    expect(text).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    const body = JSON.parse(bodyOf(text));
    expect(Object.keys(body)).toEqual(['error', 'code', 'request_id']);
    expect(body.request_id).toMatch(ID);
    expect(text).toContain(`X-Request-Id: ${body.request_id}\r\n`);
  });

  it('405 names what is allowed (D24)', async () => {
    const answer = await gateway.request('/get', { method: 'DELETE' });
    expect(answer.status).toBe(405);
    expect(answer.headers.allow?.split(/, ?/).sort()).toEqual(['GET', 'HEAD']);
    expect(answer.json()).toMatchObject({ error: 'method not allowed', code: 'METHOD_NOT_ALLOWED' });
  });

  it.each([
    ['404', '/missing', 404],
    ['405', '/get', 405],
    ['400', '/all/%2e%2e', 400],
    ['a static answer', '/static', 200],
    ['a redirect', '/moved', 302],
    ['502', '/refused', 502],
    ['503', '/nameless', 503],
  ])('a connection whose body nobody read serves the next request: after %s', async (_, path, status) => {
    const post = `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: ${50 * KB}\r\n\r\n${'x'.repeat(50 * KB)}`;
    const text = await rawExchange(
      gateway.url(),
      `${post}GET /all/next HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    );
    const statuses = [...text.matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, code]) => Number(code));
    expect(statuses).toEqual([status, 200]);
    expect(text).toContain('"url":"/all/next"');
  });

  it('413 reaches a client that is still sending; the connection says that it ends', async () => {
    const answer = await gateway.request('/small', { method: 'POST', body: Buffer.alloc(5 * KB * KB) });
    expect(answer.status).toBe(413);
    expect(answer.headers.connection).toBe('close');
    expect((await gateway.request('/all/next')).status).toBe(200);
  });
});
