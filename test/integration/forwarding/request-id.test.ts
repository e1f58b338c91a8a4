import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Environment, type Gateway, newEnvironment } from '../harness/index.ts';
import { echo } from './echo.ts';

const OURS = /^[0-9a-f]{32}$/;

describe('the request id', () => {
  let env: Environment;
  let wary: Gateway;
  let trusting: Gateway;

  beforeAll(async () => {
    env = await newEnvironment();
    await env.startUpstream('echo');
    const start = (trusted: readonly string[]) =>
      env.startGateway(
        ({ listen, metrics, upstreamIp }) => `
server: {listen: "${listen}", workers: 2, trusted_proxies: ${JSON.stringify(trusted)}}
metrics: {addr: "${metrics}"}
services:
  - {id: echo, nodes: [{address: "${upstreamIp('echo')}"}]}
  - {id: refused, nodes: [{address: "127.0.0.1:1"}]}
routes:
  - {id: all, path: "/all/**", service_id: echo, request_headers: {set: {X-Copy: "\${request_id}"}}}
  - {id: refused, path: /refused, service_id: refused}
  - {id: static, path: /static, respond: {status: 200, body: ok}}
`,
      );
    wary = await start([]);
    trusting = await start(['0.0.0.0/0']);
  });
  afterAll(() => env.dispose());

  it('is unique over requests and workers, sent upstream and returned (M018)', async () => {
    const seen = new Set<string>();
    for (let sent = 0; sent < 100; sent += 1) {
      const answer = await wary.request('/all/x');
      const id = answer.headers['x-request-id'] as string;
      expect(id).toMatch(OURS);
      expect(echo(answer).headers).toMatchObject({ 'x-request-id': id, 'x-copy': id });
      seen.add(id);
    }
    expect(seen.size).toBe(100);
  });

  it.each([
    ['/static', 200],
    ['/missing', 404],
    ['/refused', 502],
    ['/a%2fb', 400],
  ])('is on every answer, the gateway’s own too: %s → %i (M018)', async (path, status) => {
    const answer = await wary.request(path);
    expect(answer.status).toBe(status);
    expect(answer.headers['x-request-id']).toMatch(OURS);
    if (status >= 400) expect(answer.json().request_id).toBe(answer.headers['x-request-id']);
  });

  it('is not taken from a peer that is not trusted (M018)', async () => {
    const answer = await wary.request('/all/x', { headers: { 'X-Request-ID': 'mine' } });
    expect(answer.headers['x-request-id']).toMatch(OURS);
    expect(echo(answer).headers['x-request-id']).toBe(answer.headers['x-request-id']);
  });

  it('is taken from a trusted peer when it is well-formed (M018)', async () => {
    for (const id of ['mine', 'A.b_c-9', 'x'.repeat(128)]) {
      const answer = await trusting.request('/all/x', { headers: { 'X-Request-ID': id } });
      expect(answer.headers['x-request-id']).toBe(id);
      expect(echo(answer).headers).toMatchObject({ 'x-request-id': id, 'x-copy': id });
    }
    expect(
      (await trusting.request('/missing', { headers: { 'x-request-id': 'mine' } })).json().request_id,
    ).toBe('mine');
  });

  it.each(['', 'a b', 'a"b', 'x'.repeat(129), '{"a":1}', '../x', 'é'])(
    'is not taken from a trusted peer when it is not: %j (M018)',
    async (id) => {
      const answer = await trusting.request('/all/x', { headers: { 'X-Request-ID': id } });
      expect(answer.headers['x-request-id']).toMatch(OURS);
      expect(echo(answer).rawHeaders.filter(([name]) => name.toLowerCase() === 'x-request-id')).toHaveLength(
        1,
      );
    },
  );

  it('of the upstream’s answer is not shown beside ours (M018)', async () => {
    const answer = await wary.request('/all/x?headers=X-Request-Id:theirs');
    expect(answer.rawHeaders.filter(([name]) => name.toLowerCase() === 'x-request-id')).toHaveLength(1);
    expect(answer.headers['x-request-id']).toMatch(OURS);
  });

  it('leaves W3C trace context alone: traceparent and tracestate pass through', async () => {
    const trace = {
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      tracestate: 'congo=t61rcWkgMzE,rojo=00f067aa0ba902b7',
    };
    expect(echo(await wary.request('/all/x', { headers: trace })).headers).toMatchObject(trace);
  });
});
