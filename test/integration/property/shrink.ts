import type { OracleRequest } from '../../oracle/match.ts';
import type { ScenarioRoute } from './scenario.ts';

/** Routes and a request about which the gateway and the oracle disagree. */
export interface Counterexample {
  readonly routes: readonly ScenarioRoute[];
  readonly request: OracleRequest;
  /** What the oracle says, and what the gateway did. */
  readonly wanted: string;
  readonly got: string;
}

/** Asks oracle and gateway; undefined when they agree, or the routes are none. */
export type Disagree = (
  routes: readonly ScenarioRoute[],
  request: OracleRequest,
) => Promise<Counterexample | undefined>;

const OPTIONAL = [
  'assertion_group_config',
  'hosts',
  'headers',
  'query',
  'methods',
  'priority',
  'enabled',
] as const;
const FACTS = ['headers', 'query', 'cookies'] as const;

/** Everything one step smaller than a counterexample, the largest steps first. */
function* smaller({ request, routes }: Counterexample): Iterable<Pick<Counterexample, 'routes' | 'request'>> {
  if (routes.length > 1)
    for (const route of routes) yield { request, routes: routes.filter((other) => other !== route) };
  for (const route of routes) {
    const put = (changed: ScenarioRoute) => routes.map((other) => (other === route ? changed : other));
    for (const key of OPTIONAL) {
      const { [key]: value, ...rest } = route;
      if (value !== undefined) yield { request, routes: put(rest) };
    }
    if (route.paths.length > 1)
      for (const path of route.paths) yield { request, routes: put({ ...route, paths: [path] }) };
  }
  for (const fact of FACTS)
    for (const name of Object.keys(request[fact])) {
      const { [name]: _, ...rest } = request[fact];
      yield { routes, request: { ...request, [fact]: rest } };
    }
}

/**
 * Makes a counterexample as small as single steps can, and no slower than `most` questions.
 * @param found any counterexample
 * @param disagree asks again
 * @param most questions at most: each deploys a gateway
 */
export async function shrink(found: Counterexample, disagree: Disagree, most = 80): Promise<Counterexample> {
  let best = found;
  let left = most;
  for (let shrunk = true; shrunk && left > 0; ) {
    shrunk = false;
    for (const { routes, request } of smaller(best)) {
      if (left-- <= 0) break;
      const still = await disagree(routes, request);
      if (!still) continue;
      best = still;
      shrunk = true;
      break;
    }
  }
  return best;
}

/** Writes a counterexample for people: a gateway.yaml to try, the request, and both answers. */
export function describeCounterexample({ got, request, routes, wanted }: Counterexample): string {
  const { headers, host, ip, method, path, query, cookies } = request;
  const facts = Object.entries({ headers, query, cookies }).filter(
    ([, record]) => Object.keys(record).length > 0,
  );
  return [
    'the gateway and the oracle disagree about',
    `  ${method} ${path}  (host ${host}, client ${ip})`,
    ...facts.map(([name, record]) => `  ${name}: ${JSON.stringify(record)}`),
    `  oracle:  ${wanted}`,
    `  gateway: ${got}`,
    'with the routes',
    ...routes.map((route) => `  - ${JSON.stringify(route)}`),
  ].join('\n');
}
