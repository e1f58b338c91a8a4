import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Environment,
  type GatewayContext,
  newEnvironment,
  runCli,
  type Upstream,
} from '../harness/index.ts';
import { type PlainGateway, type PlainRoute, type Reachable, startRoutes } from './gateway.ts';

const routes = (nodes: Readonly<Record<'alpha' | 'beta', string>>): readonly PlainRoute[] => [
  { id: 'by-id', path: '/by-id', service_id: 'listed' },
  { id: 'other', path: '/by-id', methods: ['POST'], priority: 1, service_id: 'proxied' },
  { id: 'inline', path: '/inline/**', service: { name: 'inline', endpoints: [`http://${nodes.beta}`] } },
  { id: 'inline-again', path: '/again', service: { name: 'inline', endpoints: [`http://${nodes.beta}`] } },
  { id: 'bare', path: '/bare', service: { name: 'bare', endpoints: nodes.alpha, discovery: false } },
  { id: 'rewritten', path: '/users/:id', service_id: 'listed', rewrite: '/v2/people/${path.id}' },
  { id: 'hurried', path: '/hurried/**', service_id: 'listed', timeout: '250ms', retry: 1 },
  { id: 'seconds', path: '/seconds/**', service_id: 'listed', timeout: 1, retry: 1 },
  { id: 'patient', path: '/patient/**', service_id: 'listed' },
  { id: 'retried', path: '/retried', service_id: 'half-dead', retry: 2 },
  { id: 'stubborn', path: '/stubborn', service_id: 'listed', retry: { attempts: 3, on: [503] } },
  { id: 'tried-once', path: '/tried-once', service_id: 'dead', retry: 1 },
];

const gatewayOn = (context: GatewayContext): PlainGateway => {
  const nodes = { alpha: context.upstreamIp('alpha'), beta: context.upstreamIp('beta') };
  const closed = nodes.alpha.replace(/:\d+$/, ':1');
  const of = (address: string) => ({ address });
  return {
    services: [
      { id: 'listed', nodes: [of(nodes.alpha)], load_balancer: { algorithm: 'Weighted-Round_Robin' } },
      { id: 'half-dead', nodes: [of(closed), of(nodes.alpha)], load_balancer: { algorithm: 'round_robin' } },
      { id: 'dead', nodes: [of(closed)], load_balancer: { algorithm: 'RANDOM' } },
    ],
    proxy: {
      service: {
        services: [{ id: 'proxied', nodes: [{ id: 'n1', url: `http://${nodes.beta}`, weight: 1 }] }],
      },
    },
    routes: routes(nodes),
  };
};

describe('targets', () => {
  let env: Environment;
  let alpha: Upstream;
  let started: Reachable;
  const answer = (path: string, method = 'GET') => started.gateway.request(path, { method });
  const reached = async (path: string, method?: string) => (await answer(path, method)).json().server;

  beforeAll(async () => {
    env = await newEnvironment();
    [alpha] = await Promise.all([env.startUpstream('alpha'), env.startUpstream('beta')]);
    started = await startRoutes(env, gatewayOn);
  });
  afterAll(() => env.dispose());

  it('sends a route to the service it names (M044, M096, M099, M108)', async () => {
    expect(await reached('/by-id')).toBe('alpha');
    expect((await answer('/by-id?x=1')).json()).toMatchObject({ method: 'GET', url: '/by-id?x=1' });
  });

  it('gives one path to different services by method (M156, M161)', async () => {
    expect(await reached('/by-id', 'POST')).toBe('beta');
    expect(await reached('/by-id', 'PUT')).toBe('alpha');
  });

  it('takes every shape of a service: inline, listed, below proxy (D11, M101, M158)', async () => {
    expect(await reached('/inline/x')).toBe('beta');
    expect(await reached('/again')).toBe('beta');
    expect(await reached('/bare')).toBe('alpha');
    expect(await reached('/by-id', 'POST')).toBe('beta');
  });

  it('takes a list directly below proxy.service (D11)', async () => {
    const { gateway } = await startRoutes(env, (context) => ({
      proxy: { service: [{ id: 'flat', nodes: [{ address: context.upstreamIp('alpha') }] }] },
      routes: [{ id: 'flat', path: '/', service_id: 'flat' }],
    }));
    expect((await gateway.request('/')).json().server).toBe('alpha');
  });

  it('rewrites the path of a route with its parameters (M154, M157)', async () => {
    expect((await answer('/users/7?full')).json().url).toBe('/v2/people/7?full');
  });

  it('gives up after the timeout of the route (M103, M157)', async () => {
    const before = performance.now();
    expect((await answer('/hurried/?delay=3000')).status).toBe(504);
    expect(performance.now() - before).toBeLessThan(2000);
    expect((await answer('/hurried/')).status).toBe(200);
    expect((await answer('/patient/?delay=600')).status).toBe(200);
  });

  it('reads a bare number as seconds (D8, D34)', async () => {
    expect((await answer('/seconds/?delay=400')).status).toBe(200);
    expect((await answer('/seconds/?delay=2500')).status).toBe(504);
  });

  it('tries as often as the route says (M157)', async () => {
    await alpha.reset();
    for (let i = 0; i < 6; i++) expect((await answer('/retried')).status).toBe(200);
    expect(await alpha.count('/retried')).toBe(6);
    expect((await answer('/tried-once')).status).toBe(502);
  });

  it('tries the same node again where there is no other (M157)', async () => {
    await alpha.reset();
    expect((await answer('/stubborn?status=503')).status).toBe(503);
    expect(await alpha.count('/stubborn')).toBe(3);
  });
});

describe('what contradicts itself is refused', () => {
  const dir = mkdtempSync(join(tmpdir(), 'gatewayc-refused-'));
  afterAll(() => rmSync(dir, { recursive: true }));
  const check = async (route: object, services: readonly object[] = []) => {
    const file = join(dir, 'gateway.yaml');
    writeFileSync(file, JSON.stringify({ routes: [{ id: 'r', path: '/', ...route }], services }));
    const { exitCode, stdout } = await runCli(['check', '-f', file, '--format', 'json']);
    const { diagnostics } = JSON.parse(stdout) as {
      diagnostics: readonly { code: string; severity: string }[];
    };
    return [exitCode, ...diagnostics.filter((d) => d.severity === 'error').map((d) => d.code)];
  };
  const group = (more: object) => ({ respond: {}, assertion_group_config: { assertions: [], ...more } });

  it('a group that is both: type and all_required (D6)', async () => {
    const assertions = [{ type: 'method', operator: 'equals', value: 'GET' }];
    expect(await check(group({ type: 'and', all_required: false, assertions }))).toEqual([3, 'GW1111']);
    expect(await check(group({ type: 'or', all_required: false, assertions }))).toEqual([0]);
  });

  it('a header assertion that names no header, and an unknown operator (D5, D7)', async () => {
    const nameless = { type: 'header', name: '检查', operator: 'equals', value: 'x' };
    expect(await check(group({ assertions: [nameless] }))).toEqual([3, expect.stringMatching(/^GW2/)]);
    const odd = { type: 'header', header: 'A', operator: 'resembles', value: 'x' };
    expect(await check(group({ assertions: [odd] }))).toEqual([3, expect.stringMatching(/^GW/)]);
  });

  it('an algorithm nobody knows: there is no other to fall back to (D10)', async () => {
    const service = {
      id: 's',
      nodes: [{ address: '10.0.0.1:1' }],
      load_balancer: { algorithm: 'sliding_robin' },
    };
    expect(await check({ service_id: 's' }, [service])).toEqual([3, expect.stringMatching(/^GW1/)]);
  });

  it('two targets on one route (D11, D12)', async () => {
    const service = { id: 's', nodes: [{ address: '10.0.0.1:1' }] };
    expect(await check({ service_id: 's', respond: {} }, [service])).toEqual([3, 'GW1106']);
  });
});
