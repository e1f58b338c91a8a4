import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Environment,
  eventually,
  type Gateway,
  type GatewayContext,
  newEnvironment,
  rawRequest,
  startLoad,
} from './harness/index.ts';

const RELOADS = 20;
const CLIENTS = 16;

describe('reloads under load', () => {
  let env: Environment;
  let gateway: Gateway;

  const yaml =
    (round: number) =>
    ({ listen, metrics, upstreamIp }: GatewayContext) =>
      `
server: {listen: "${listen}", workers: 2}
metrics: {addr: "${metrics}"}
services: [{id: echo, nodes: [{address: "${upstreamIp('echo')}"}]}]
routes:
  - {id: load, path: /load, service_id: echo, response_headers: {set: {X-Round: "${round}"}}}
  - {id: round-${round}, path: /round/${round}, respond: {body: "{}"}}
`;

  beforeAll(async () => {
    env = await newEnvironment();
    await env.startUpstream('echo');
    gateway = await env.startGateway(yaml(0));
  });
  afterAll(() => env.dispose());

  const generation = async () => {
    const { text } = await rawRequest(gateway.metricsUrl(''), '/metrics');
    return /^gatewayc_build_info\{.*generation="([0-9a-f]+)"\} 1$/m.exec(text)?.[1];
  };

  it(`${RELOADS} in a row fail no request of ${CLIENTS} keep-alive clients, each confirmed by its generation (T6, M201, M203)`, async () => {
    const generations = new Set([await generation()]);
    const load = startLoad(gateway.url(''), '/load', CLIENTS);
    for (let round = 1; round <= RELOADS; round += 1) {
      const before = load.answered();
      await gateway.reload(yaml(round));
      generations.add(await generation());
      expect(generations.size).toBe(round + 1);
      expect((await gateway.request('/load')).headers['x-round']).toBe(String(round));
      expect((await gateway.request(`/round/${round}`)).status).toBe(200);
      expect((await gateway.request(`/round/${round - 1}`)).status).toBe(404);
      await eventually('more answers', () => load.answered() > before + CLIENTS);
    }
    const result = await load.stop();
    console.log(
      `${RELOADS} reloads: ${result.answered} answers, ${result.failed.length} failed, ${result.connections} connections`,
    );
    expect(result.failed).toEqual([]);
    expect(result.answered).toBeGreaterThan(RELOADS * CLIENTS);
  }, 180_000);
});
