import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Environment,
  eventually,
  type Gateway,
  newEnvironment,
  type Upstream,
} from '../harness/index.ts';

describe('an upstream that is slow, gone or never was', () => {
  let env: Environment;
  let slow: Upstream;
  let gone: Upstream;
  let gateway: Gateway;

  beforeAll(async () => {
    env = await newEnvironment();
    slow = await env.startUpstream('slow');
    gone = await env.startUpstream('gone');
    await env.startUpstream('good');
    gateway = await env.startGateway(
      ({ listen, metrics, upstreamIp }) => `
server: {listen: "${listen}", workers: 1}
metrics: {addr: "${metrics}"}
services:
  - {id: patient, nodes: [{address: "${upstreamIp('slow')}"}]}
  - {id: hasty, timeout: 300ms, nodes: [{address: "${upstreamIp('slow')}"}]}
  - {id: refused, nodes: [{address: "127.0.0.1:1"}]}
  - {id: refused-lua, nodes: [{address: "127.0.0.1:1"}], retry: 2}
  - {id: frozen, connect_timeout: 300ms, timeout: 300ms, nodes: [{address: "${upstreamIp('gone')}"}]}
  - {id: good, nodes: [{address: "${upstreamIp('good')}"}]}
routes:
  - {id: by-route, path: "/route/**", service_id: patient, timeout: 300ms}
  - {id: by-service, path: "/service/**", service_id: hasty}
  - {id: route-wins, path: "/wins/**", service_id: hasty, timeout: 5s}
  - {id: patient, path: "/patient/**", service_id: patient}
  - {id: refused, path: /refused, service_id: refused}
  - {id: refused-lua, path: /refused-lua, service_id: refused-lua}
  - {id: frozen, path: /frozen, service_id: frozen}
  - {id: good, path: "/good/**", service_id: good}
`,
    );
  });
  afterAll(() => env.dispose());

  it.each([
    ['the route', '/route/x'],
    ['the service', '/service/x'],
  ])('is given up after the timeout of %s: 504 (M064, M165, M070)', async (_, path) => {
    const since = performance.now();
    const answer = await gateway.request(`${path}?delay=4000`);
    expect(answer.status).toBe(504);
    expect(performance.now() - since).toBeGreaterThanOrEqual(290);
    expect(performance.now() - since).toBeLessThan(3000);
    expect(answer.json()).toEqual({
      error: 'upstream timed out',
      code: 'TIMEOUT',
      request_id: answer.headers['x-request-id'],
    });
  });

  it('is waited for when the route says so, whatever the service says (M064, M165)', async () => {
    expect((await gateway.request('/wins/x?delay=600')).status).toBe(200);
  });

  it.each(['refused', 'refused-lua'])('refuses the connection: 502 (M070, M165): %s', async (path) => {
    const answer = await gateway.request(`/${path}`);
    expect(answer.status).toBe(502);
    expect(answer.json()).toMatchObject({ error: 'Bad Gateway', code: 'UPSTREAM_ERROR' });
  });

  it('closes without an answer: 502 (M070)', async () => {
    expect((await gateway.request('/patient/x?close=1')).status).toBe(502);
  });

  it('is frozen: 504 (M070)', async () => {
    await gone.pause();
    expect((await gateway.request('/frozen')).status).toBe(504);
    await gone.resume();
    expect((await gateway.request('/frozen')).status).toBe(200);
  });

  it('does not hold up other requests, not even in the same worker (M310)', async () => {
    await slow.reset();
    let finished = 0;
    const waiting = Array.from({ length: 20 }, () =>
      gateway.request('/patient/x?chunks=2&hold=1').then((answer) => {
        finished += 1;
        return answer.status;
      }),
    );
    await eventually('20 waiting requests', async () => (await slow.count()) === 20);
    for (let sent = 0; sent < 20; sent += 1) {
      expect((await gateway.request('/good/x')).status).toBe(200);
    }
    expect(finished).toBe(0);
    await slow.release();
    expect(await Promise.all(waiting)).toEqual(Array(20).fill(200));
  });
});
