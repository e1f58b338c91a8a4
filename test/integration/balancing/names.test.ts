import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Environment, eventually, type Gateway, newEnvironment } from '../harness/index.ts';
import { shares } from './shares.ts';

describe('nodes given by name', () => {
  let env: Environment;
  let gateway: Gateway;

  beforeAll(async () => {
    env = await newEnvironment();
    await Promise.all([env.startUpstream('alpha'), env.startUpstream('beta')]);
    gateway = await env.startGateway(
      ({ listen, metrics, upstreamIp, upstreamName }) => `
server: {listen: "${listen}", workers: 2}
metrics: {addr: "${metrics}"}
services:
  - {id: name, nodes: [{address: "${upstreamName('alpha')}"}]}
  - {id: address, nodes: [{address: "${upstreamIp('alpha')}"}]}
  - id: mixed
    nodes: [{address: "${upstreamName('alpha')}", weight: 3}, {address: "${upstreamIp('beta')}", weight: 1}]
  - {id: names, load_balancer: {algorithm: round_robin}, nodes: [{address: "${upstreamName('alpha')}"}, {address: "${upstreamName('beta')}"}]}
  - {id: late, nodes: [{address: "${upstreamName('late')}"}]}
  - {id: half-late, nodes: [{address: "${upstreamName('late')}"}, {address: "${upstreamName('beta')}"}]}
routes:
  - {id: name, path: /name, service_id: name}
  - {id: address, path: /address, service_id: address}
  - {id: mixed, path: /mixed, service_id: mixed}
  - {id: names, path: /names, service_id: names}
  - {id: host, path: /host, service_id: name, host_rewrite: upstream}
  - {id: late, path: /late, service_id: late}
  - {id: half-late, path: /half-late, service_id: half-late}
`,
      { names: 'upstreams' },
    );
  });
  afterAll(() => env.dispose());

  it('serve as those given by address do (M055, M206, M207)', async () => {
    expect((await gateway.request('/name')).headers['x-upstream']).toBe('alpha');
    expect((await gateway.request('/address')).headers['x-upstream']).toBe('alpha');
  });

  it('share their requests, over both workers, also with addresses (M167, M168, M207, D22)', async () => {
    expect(await shares(gateway, '/names', 40)).toEqual({ alpha: 20, beta: 20 });
    expect(await shares(gateway, '/mixed', 40)).toEqual({ alpha: 30, beta: 10 });
  });

  it('are the Host of host_rewrite: upstream (M225)', async () => {
    const { headers } = (await gateway.request('/host')).json<{ headers: { host: string } }>();
    expect(headers.host).toMatch(/^alpha:\d+$/);
  });

  describe('that do not resolve', () => {
    it('do not keep the gateway from starting; their route is 503, others serve (T8, M162)', async () => {
      const answer = await gateway.request('/late');
      expect(answer.status).toBe(503);
      expect(answer.json()).toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
      expect((await gateway.request('/name')).status).toBe(200);
      expect((await gateway.request('/half-late')).headers['x-upstream']).toBe('beta');
      expect(await gateway.logs()).toContain('host late does not resolve');
    });

    it('make the gateway not ready (M249)', async () => {
      const answer = await gateway.request('/ready');
      expect([answer.status, answer.json()]).toEqual([503, { status: 'not ready' }]);
    });

    it('refuse at once when the gateway has been asking for a while', async () => {
      const quick = async () => {
        const since = performance.now();
        expect((await gateway.request('/late')).status).toBe(503);
        return performance.now() - since < 500;
      };
      await eventually('a quick refusal', quick);
      expect(await quick()).toBe(true);
    });

    it('serve as soon as they do (T8)', async () => {
      await env.startUpstream('late');
      const answer = await eventually(
        'an answer',
        async () => {
          const now = await gateway.request('/late');
          return now.status === 200 && now;
        },
        15_000,
      );
      expect(answer.headers['x-upstream']).toBe('late');
      const ready = await gateway.request('/ready');
      expect([ready.status, ready.json()]).toEqual([200, { status: 'ready' }]);
      await eventually('both nodes', async () => {
        const counts = await shares(gateway, '/half-late', 10);
        return counts.late === 5 && counts.beta === 5;
      });
    });
  });
});
