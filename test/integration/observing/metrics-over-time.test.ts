import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Environment,
  eventually,
  type Gateway,
  type GatewayContext,
  newEnvironment,
  rawRequest,
  type Upstream,
} from '../harness/index.ts';
import { samples, total } from './exposition.ts';

describe('metrics over time', () => {
  let env: Environment;
  let upstream: Upstream;
  let gateway: Gateway;

  const yaml =
    (round: number, metricsBlock = (addr: string) => `{addr: "${addr}"}`) =>
    ({ listen, metrics, upstreamIp }: GatewayContext) =>
      `
server: {listen: "${listen}", workers: 2}
metrics: ${metricsBlock(metrics)}
services: [{id: echo, nodes: [{address: "${upstreamIp('echo')}"}]}]
routes:
  - {id: all, path: "/all/**", service_id: echo}
  - {id: round-${round}, path: /round, respond: {body: "{}"}}
`;
  const scrape = async (path = '/metrics') => samples((await rawRequest(gateway.metricsUrl(''), path)).text);

  beforeAll(async () => {
    env = await newEnvironment();
    upstream = await env.startUpstream('echo');
    gateway = await env.startGateway(yaml(0));
  });
  afterAll(() => env.dispose());

  it('counters never go back while old workers drain and exit, and miss nothing (M073, M201)', async () => {
    let sent = 0;
    let last = 0;
    const look = async () => {
      const now = total(await scrape(), 'http_requests_total', { route: 'all' });
      expect(now).toBeGreaterThanOrEqual(last);
      last = now;
      return now;
    };
    for (let round = 1; round <= 4; round += 1) {
      for (let i = 0; i < 25; i += 1) await gateway.request('/all/x');
      // A request the old workers still have when the new ones start.
      await upstream.reset();
      const held = gateway.request('/all/held?chunks=2&hold=1');
      await eventually('the held request', async () => (await upstream.count('/all/held')) === 1);
      sent += 26;
      await gateway.reload(yaml(round));
      for (let looks = 0; looks < 20; looks += 1) await look();
      await upstream.release();
      expect((await held).status).toBe(200);
      await eventually(`${sent} requests`, async () => (await look()) === sent);
    }
  });

  it('routes that are gone keep their counts, without a service or endpoint', async () => {
    await gateway.request('/round');
    await eventually(
      'the count',
      async () => total(await scrape(), 'http_requests_total', { route: 'round-4' }) === 1,
    );
    await gateway.reload(yaml(5));
    expect(total(await scrape(), 'http_requests_total', { route: 'round-4', status: '200' })).toBe(1);
  });

  it('stand at another path when told to (M240)', async () => {
    await gateway.reload(yaml(6, (addr) => `{addr: "${addr}", path: /internal/prometheus}`));
    expect(
      total(await scrape('/internal/prometheus'), 'http_requests_total', { route: 'all' }),
    ).toBeGreaterThan(0);
    expect((await rawRequest(gateway.metricsUrl(''), '/metrics')).status).toBe(404);
  });

  it('are not there when switched off (M240)', async () => {
    await gateway.reload(yaml(7, () => '{enabled: false}'));
    await eventually('nobody at the metrics address', async () => {
      const outcome = await rawRequest(gateway.metricsUrl(''), '/metrics', { timeout: 1000 }).catch(String);
      return typeof outcome === 'string' && /ECONNREFUSED|ECONNRESET|hang up/.test(outcome);
    });
    expect((await gateway.request('/all/x')).status).toBe(200);
  });
});
