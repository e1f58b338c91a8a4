import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Environment,
  eventually,
  newEnvironment,
  rawExchange,
  rawRequest,
  type Upstream,
} from './harness/index.ts';

// The tests of the gateway trust these; they are the same on every kind of stack.
describe('the upstream of the tests', () => {
  let env: Environment;
  let upstream: Upstream;
  let origin: string;

  beforeAll(async () => {
    env = await newEnvironment();
    upstream = await env.startUpstream('echo');
    origin = `http://${upstream.external.host}:${upstream.external.port}`;
  });
  afterAll(() => env.dispose());

  it('says who it is and what it received, repeated headers and odd paths included', async () => {
    const answer = await rawRequest(origin, '/a/../b%2Fc?x=1', {
      method: 'POST',
      host: 'api.example',
      headers: [
        ['X-Two', '1'],
        ['X-Two', '2'],
      ],
      body: 'hello',
    });
    expect(answer.status).toBe(200);
    expect(answer.headers['x-upstream']).toBe('echo');
    expect(answer.json()).toMatchObject({
      server: 'echo',
      method: 'POST',
      url: '/a/../b%2Fc?x=1',
      headers: { host: 'api.example', 'x-two': '1, 2' },
      body: 'hello',
    });
  });

  it('behaves as the query says', async () => {
    expect((await rawRequest(origin, '/?status=503&headers=X-A:b')).headers['x-a']).toBe('b');
    expect((await rawRequest(origin, '/status/404')).status).toBe(404);
    expect((await rawRequest(origin, '/?bytes=1024')).text).toHaveLength(1024);
    await expect(rawRequest(origin, '/?close=1')).rejects.toThrow(/socket hang up|ECONNRESET/);
    const since = performance.now();
    await rawRequest(origin, '/?delay=300');
    expect(performance.now() - since).toBeGreaterThanOrEqual(295);
  });

  it('keeps a standing behaviour until it is reset, and counts', async () => {
    await upstream.reset();
    await upstream.behave({ status: 500 });
    expect((await rawRequest(origin, '/one')).status).toBe(500);
    expect((await rawRequest(origin, '/two?status=201')).status).toBe(201);
    expect(await upstream.count()).toBe(2);
    expect(await upstream.count('/one')).toBe(1);
    await upstream.reset();
    expect(await upstream.count()).toBe(0);
    expect((await rawRequest(origin, '/one')).status).toBe(200);
  });

  it('is silent while it is paused', async () => {
    await upstream.pause();
    await expect(rawRequest(origin, '/', { timeout: 300 })).rejects.toThrow(/no answer/);
    await upstream.resume();
    expect((await rawRequest(origin, '/')).status).toBe(200);
  });

  it('takes bytes that no HTTP library sends', async () => {
    const answer = await rawExchange(origin, 'GET /a b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
  });

  it('runs beside Redis and Consul', async () => {
    const [redis, consul] = await Promise.all([env.startRedis(), env.startConsul()]);
    const { host, port } = redis.external;
    expect(await rawExchange(`tcp://${host}:${port}`, 'PING\r\nQUIT\r\n')).toContain('PONG');
    const origin = `http://${consul.external.host}:${consul.external.port}`;
    const leader = await eventually(
      'a leader',
      async () => (await rawRequest(origin, '/v1/status/leader')).text,
    );
    expect(leader).toMatch(/:\d+/);
  });
});
