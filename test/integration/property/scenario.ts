/** Random gateways in the language, what the oracle says about random requests to them, and what the running gateway says. */
import fc from 'fast-check';
import { check } from '../../../src/check/check.ts';
import { hasErrors } from '../../../src/diagnostics/summary.ts';
import { load } from '../../../src/input/load.ts';
import type { GatewayDocument } from '../../../src/model/document.ts';
import { toDocument } from '../../../src/schema/to-document.ts';
import { gatewayArbitrary, type RandomRoute } from '../../oracle/arbitrary.ts';
import { requestArbitrary } from '../../oracle/arbitrary-request.ts';
import { decide, type OracleRequest } from '../../oracle/match.ts';
import type { Gateway } from '../harness/index.ts';

/** A route of a random gateway: it answers with its id in a header, so that HEAD shows it too. */
export type ScenarioRoute = Omit<RandomRoute, 'respond'>;

/** A valid gateway, and requests that lean towards its routes. */
export interface Scenario {
  readonly routes: readonly ScenarioRoute[];
  readonly requests: readonly OracleRequest[];
}

/**
 * Draws scenarios; those the compiler would refuse (two equal routes) are left out.
 * @param seed equal seeds draw equal scenarios
 * @param size how many, and how many requests each
 */
export async function drawScenarios(
  seed: number,
  { count, requests }: { readonly count: number; readonly requests: number },
): Promise<readonly Scenario[]> {
  const scenario = gatewayArbitrary.chain((gateway) =>
    fc.record({
      routes: fc.constant(gateway.routes.map(({ respond: _, ...route }) => route)),
      requests: fc.array(requestArbitrary(gateway), { minLength: requests, maxLength: requests }),
    }),
  );
  const drawn = fc.sample(scenario, { numRuns: Math.ceil(count * 1.5), seed });
  const sound = await Promise.all(drawn.map(async ({ routes }) => (await readRoutes(routes)) !== undefined));
  return drawn.filter((_, i) => sound[i]).slice(0, count);
}

/**
 * Reads routes as the compiler does.
 * @returns the document; undefined when the compiler would refuse it
 */
export async function readRoutes(routes: readonly ScenarioRoute[]): Promise<GatewayDocument | undefined> {
  const stdin = JSON.stringify({ routes: routes.map(written) });
  const loaded = await load({ files: ['-'], stdin, environment: {}, cwd: '/' });
  const { document } = toDocument(loaded);
  return document && !hasErrors(check(document, loaded.locate)) ? document : undefined;
}

/** A route as it is written to a gateway.yaml. */
export const written = (route: ScenarioRoute): ScenarioRoute & { readonly respond: object } => ({
  ...route,
  respond: { headers: { 'X-Route': route.id } },
});

/** A verdict in one line: `route r1`, `refused 403`, `404`, `405 GET, HEAD`, `400`. */
export function predict(document: GatewayDocument, request: OracleRequest): string {
  const verdict = decide(document, request);
  switch (verdict.kind) {
    case 'route':
      return verdict.refuse === undefined ? `route ${verdict.id}` : `refused ${verdict.refuse}`;
    case 'reserved':
      return `reserved ${verdict.path}`;
    case 'not-found':
      return '404';
    case 'method-not-allowed':
      return `405 ${verdict.allow.join(', ')}`;
    case 'bad-request':
      return '400';
  }
}

/**
 * Sends a request to the running gateway, which must trust its peer.
 * @returns the verdict in the words of {@link predict}
 */
export async function observe(gateway: Gateway, request: OracleRequest): Promise<string> {
  const query = new URLSearchParams(request.query).toString();
  const cookies = Object.entries(request.cookies).map(([name, value]) => `${name}=${value}`);
  const { headers, status } = await gateway.request(
    query === '' ? request.path : `${request.path}?${query}`,
    {
      method: request.method,
      host: request.host,
      headers: {
        ...request.headers,
        ...(cookies.length > 0 && { Cookie: cookies.join('; ') }),
        'X-Forwarded-For': request.ip,
      },
    },
  );
  if (status === 200) return `route ${headers['x-route']}`;
  if (status === 405) return `405 ${headers.allow}`;
  return status === 403 ? `refused ${status}` : String(status);
}
