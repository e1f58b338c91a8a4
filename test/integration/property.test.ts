// Random gateways on the real server, against an oracle that shares no code with the compiler or the Lua library.
// GATEWAYC_PROPERTY_SEED draws others.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OracleRequest } from '../oracle/match.ts';
import { type Environment, type Gateway, type GatewayContext, newEnvironment } from './harness/index.ts';
import {
  drawScenarios,
  observe,
  predict,
  readRoutes,
  type Scenario,
  type ScenarioRoute,
  written,
} from './property/scenario.ts';
import { type Counterexample, describeCounterexample, shrink } from './property/shrink.ts';

const SEED = Number(process.env.GATEWAYC_PROPERTY_SEED ?? 20_240_229);
/** Requests under way at a time. */
const CROWD = 24;

const SERVER = { trusted_proxies: ['127.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'] };

const yamlOf = (routes: readonly ScenarioRoute[]) => (context: GatewayContext) =>
  JSON.stringify({
    server: { ...SERVER, listen: context.listen },
    metrics: { addr: context.metrics },
    routes: routes.map(written),
  });

/** How a gateway stands among others in one gateway.yaml, so that many are deployed at once. */
interface Packing {
  readonly route: (route: ScenarioRoute, i: number) => ScenarioRoute;
  readonly request: (request: OracleRequest, i: number) => OracleRequest;
}

/** Every route of a gateway asks for a header that names it. */
const byHeader: Packing = {
  route: (route, i) => ({
    ...route,
    id: `d${i}.${route.id}`,
    headers: { ...route.headers, 'X-Document': `${i}` },
  }),
  request: (request, i) => ({ ...request, headers: { ...request.headers, 'x-document': `${i}` } }),
};

/** Every path of a gateway starts with its name. Without hosts and conditions, where the matcher has a shorter way. */
const byPath: Packing = {
  route: ({ hosts: _, headers: __, query: ___, assertion_group_config: ____, ...route }, i) => ({
    ...route,
    id: `d${i}.${route.id}`,
    paths: route.paths.map((path) => path.replace(/^(~?\^?)\//, `$1/d${i}/`)),
  }),
  request: (request, i) => ({ ...request, path: `/d${i}${request.path}` }),
};

const alone: Packing = { route: (route) => route, request: (request) => request };

describe(`random gateways, seed ${SEED}`, () => {
  let env: Environment;
  let gateway: Gateway;
  const seen = new Map<string, number>();
  const wrong: Counterexample[] = [];

  beforeAll(async () => {
    env = await newEnvironment();
    gateway = await env.startGateway(yamlOf([{ id: 'start', paths: ['/'], match_type: 'auto' }]));
  });
  afterAll(() => env.dispose());

  /** Deploys the routes alone and asks both. */
  async function disagree(
    routes: readonly ScenarioRoute[],
    request: OracleRequest,
  ): Promise<Counterexample | undefined> {
    const document = await readRoutes(routes);
    if (!document) return undefined;
    await gateway.reload(yamlOf(routes));
    const [wanted, got] = [predict(document, request), await observe(gateway, request)];
    return wanted === got ? undefined : { routes, request, wanted, got };
  }

  /** Asks the running gateway everything about one of the gateways in it. */
  async function compare({ routes, requests }: Scenario): Promise<void> {
    const document = await readRoutes(routes);
    if (!document) throw new Error('the scenario is not valid');
    for (let from = 0; from < requests.length; from += CROWD) {
      await Promise.all(
        requests.slice(from, from + CROWD).map(async (request) => {
          const wanted = predict(document, request);
          const kind = wanted.replace(/ .*/, '');
          seen.set(kind, (seen.get(kind) ?? 0) + 1);
          const got = await observe(gateway, request);
          if (got !== wanted) wrong.push({ routes, request, wanted, got });
        }),
      );
    }
  }

  it.each<[string, { count: number; requests: number; packing: Packing }]>([
    ['40 of them, told apart by a header', { count: 40, requests: 60, packing: byHeader }],
    ['40 of them, told apart by their paths', { count: 40, requests: 60, packing: byPath }],
    ['one alone', { count: 1, requests: 200, packing: alone }],
  ])(
    'answer as the oracle says: %s (D4, D23, D24, D31)',
    async (name, { count, requests, packing }) => {
      const drawn = await drawScenarios(SEED + name.length, { count, requests });
      const scenarios: Scenario[] = [];
      for (const [i, scenario] of drawn.entries()) {
        const routes = scenario.routes.map((route) => packing.route(route, i));
        // Two routes may be equal without their conditions.
        if (await readRoutes(routes))
          scenarios.push({
            routes,
            requests: scenario.requests.map((request) => packing.request(request, i)),
          });
      }
      await gateway.reload(yamlOf(scenarios.flatMap(({ routes }) => routes)));
      for (const scenario of scenarios) await compare(scenario);
      const [first] = wrong;
      if (first) throw new Error(describeCounterexample(await shrink(first, disagree)));
      expect(scenarios.length).toBeGreaterThan(count / 2);
    },
    120_000,
  );

  it('reached every kind of answer', () => {
    expect([...seen.keys()].sort()).toEqual(['400', '404', '405', 'refused', 'route']);
  });
});
