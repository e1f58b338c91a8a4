import { createHash } from 'node:crypto';
import http from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Environment,
  eventually,
  type Gateway,
  newEnvironment,
  type Upstream,
} from '../harness/index.ts';
import { echo } from './echo.ts';

const MB = 1024 * 1024;

describe('answers and request bodies', () => {
  let env: Environment;
  let upstream: Upstream;
  let gateway: Gateway;

  beforeAll(async () => {
    env = await newEnvironment();
    upstream = await env.startUpstream('echo');
    gateway = await env.startGateway(
      ({ listen, metrics, upstreamIp }) => `
server: {listen: "${listen}"}
metrics: {addr: "${metrics}"}
services: [{id: echo, nodes: [{address: "${upstreamIp('echo')}"}]}]
routes:
  - {id: buffered, path: "/buffered/**", service_id: echo}
  - {id: streamed, path: "/streamed/**", service_id: echo, response_buffering: false, request_buffering: false}
`,
    );
  });
  afterAll(() => env.dispose());

  it('come back with the status and the headers of the service, repeated ones repeated (M166)', async () => {
    const answer = await gateway.request(
      '/buffered/x?status=418&headers=X-One:1,ETag:"abc",Content-Type:text/x-tea',
    );
    expect(answer.status).toBe(418);
    expect(answer.headers).toMatchObject({
      'x-one': '1',
      etag: '"abc"',
      'content-type': 'text/x-tea',
      'x-upstream': 'echo',
    });
  });

  it.each([204, 304])('come back without a body where there is none: %i (M166)', async (status) => {
    const answer = await gateway.request(`/buffered/x?status=${status}`);
    expect([answer.status, answer.text]).toEqual([status, '']);
  });

  it.each([500, 502, 503, 404])('are the service’s own, errors too: %i (M166)', async (status) => {
    const answer = await gateway.request(`/buffered/x?status=${status}`);
    expect(answer.status).toBe(status);
    expect(echo(answer).server).toBe('echo');
  });

  it('answer HEAD without a body (M166)', async () => {
    const answer = await gateway.request('/buffered/x', { method: 'HEAD' });
    expect([answer.status, answer.text]).toEqual([200, '']);
    expect(Number(answer.headers['content-length'])).toBeGreaterThan(0);
  });

  it.each(['buffered', 'streamed'])('of 5 MB arrive whole (M166): %s', async (route) => {
    const answer = await gateway.request(`/${route}/x?bytes=${5 * MB}`);
    const digest = (text: string) => createHash('sha256').update(text).digest('hex');
    expect(answer.headers['content-length']).toBe(String(5 * MB));
    expect(digest(answer.text)).toBe(digest('x'.repeat(5 * MB)));
  });

  it.each(['buffered', 'streamed'])(
    'send 5 MB to the service, with a length and in chunks: %s',
    async (route) => {
      const body = Buffer.alloc(5 * MB, 'y');
      expect(echo(await gateway.request(`/${route}/x`, { method: 'POST', body })).bodySize).toBe(5 * MB);
      const headers = { 'Transfer-Encoding': 'chunked' };
      const chunked = echo(await gateway.request(`/${route}/x`, { method: 'POST', headers, body }));
      expect(chunked.bodySize).toBe(5 * MB);
    },
  );

  it('stream: with response_buffering off the first chunk arrives before the service has ended (M166)', async () => {
    await upstream.reset();
    let received = '';
    const ended = new Promise<void>((resolve, reject) => {
      http
        .get(gateway.url('/streamed/x?chunks=3&hold=1'), { agent: false }, (response) => {
          response.on('data', (chunk: Buffer) => {
            received += chunk;
          });
          response.on('end', resolve);
          response.on('error', reject);
        })
        .on('error', reject);
    });
    await eventually('the first chunk', () => received !== '');
    expect(received).toBe('chunk-1\n');
    await upstream.release();
    await ended;
    expect(received).toBe('chunk-1\nchunk-2\nchunk-3\n');
  });

  it('stream: with request_buffering off the service hears of a request that is not whole yet', async () => {
    await upstream.reset();
    const request = http.request(gateway.url('/streamed/up'), { method: 'POST', agent: false });
    const answered = new Promise<string>((resolve, reject) => {
      request.on('error', reject).on('response', (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => {
          text += chunk;
        });
        response.on('end', () => resolve(text));
      });
    });
    request.write('first');
    await eventually('the request at the service', async () => (await upstream.count('/streamed/up')) === 1);
    request.end('-second');
    expect(JSON.parse(await answered)).toMatchObject({ body: 'first-second' });
  });

  it('are cut off, not made whole, when the service dies in the middle (M166)', async () => {
    await upstream.reset();
    const broken = gateway.request('/streamed/x?chunks=3&hold=1');
    const outcome = broken.then(
      () => 'whole',
      () => 'cut',
    );
    await eventually('the request at the service', async () => (await upstream.count()) === 1);
    await upstream.stop();
    expect(await outcome).toBe('cut');
  });
});
