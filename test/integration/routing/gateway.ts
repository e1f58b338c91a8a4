/** Gateways written as plain objects, and what a request to one reaches. */
import type { Environment, Gateway, GatewayContext, RawRequest } from '../harness/index.ts';

/** A route as a test writes it: the language itself, without a target it answers with its own id. */
export type PlainRoute = { readonly id: string } & Readonly<Record<string, unknown>>;

/** A gateway as a test writes it. */
export interface PlainGateway {
  readonly server?: Readonly<Record<string, unknown>>;
  readonly services?: readonly object[];
  readonly proxy?: object;
  readonly routes: readonly PlainRoute[];
}

const TARGETS = ['service_id', 'service', 'redirect', 'respond'];

/** A route that answers with its id, unless it has a target of its own. */
function answering(route: PlainRoute): PlainRoute {
  if (TARGETS.some((key) => key in route)) return route;
  return { ...route, respond: { body: route.id, content_type: 'text/plain' } };
}

/**
 * Writes the gateway.yaml of a plain gateway; JSON is YAML.
 * @param gateway the gateway
 * @param context of the harness: where it listens
 */
export const yamlOf = ({ server, routes, ...rest }: PlainGateway, context: GatewayContext): string =>
  JSON.stringify({
    version: 1,
    server: { listen: context.listen, ...server },
    metrics: { addr: context.metrics },
    ...rest,
    routes: routes.map(answering),
  });

/** A running gateway and the question most tests ask of it. */
export interface Reachable {
  readonly gateway: Gateway;
  /** The body of a 200, which is the id of the route that answered; else the status. */
  reach(path: string, request?: RawRequest): Promise<string | number>;
}

/**
 * Starts a gateway.
 * @param env where
 * @param plain the gateway, or how to write it for a stack
 */
export async function startRoutes(
  env: Environment,
  plain: PlainGateway | ((context: GatewayContext) => PlainGateway),
): Promise<Reachable> {
  const gateway = await env.startGateway((context) =>
    yamlOf(typeof plain === 'function' ? plain(context) : plain, context),
  );
  return {
    gateway,
    async reach(path, request) {
      const { status, text } = await gateway.request(path, request);
      return status === 200 ? text : status;
    },
  };
}
