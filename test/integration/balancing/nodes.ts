import type { Environment, Gateway, GatewayContext, Upstream } from '../harness/index.ts';

/** The upstreams of these tests. */
export const NAMES = ['a', 'b', 'c'] as const;

/** One service of a test: its balancer as YAML, and the routes' own keys. */
export interface Balanced {
  readonly id: string;
  readonly balancer: string;
  readonly nodes?: readonly string[];
  readonly route?: string;
}

/**
 * A gateway.yaml with a route `/ID` to each service, whose clients may say in X-Forwarded-For who they are.
 * @param context of the stack
 * @param workers how many
 * @param services what it balances
 */
export function balancedYaml(
  { listen, metrics, upstreamIp }: GatewayContext,
  workers: number,
  services: readonly Balanced[],
): string {
  const list = services.map(({ id, balancer, nodes = NAMES }) => {
    const addresses = nodes.map((name) => `{id: ${name}, address: "${upstreamIp(name)}"}`);
    return `  - {id: ${id}, load_balancer: {${balancer}}, nodes: [${addresses.join(', ')}]}\n`;
  });
  const routes = services.map(
    ({ id, route }) => `  - {id: ${id}, path: "/${id}/**", service_id: ${id}${route ? `, ${route}` : ''}}\n`,
  );
  return `
server: {listen: "${listen}", workers: ${workers}, trusted_proxies: ["127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "10.0.0.0/8"]}
metrics: {addr: "${metrics}"}
services:
${list.join('')}routes:
${routes.join('')}`;
}

/** Starts the three upstreams. */
export const startNodes = (env: Environment): Promise<Upstream[]> =>
  Promise.all(NAMES.map((name) => env.startUpstream(name)));

/** Which upstream answers a request. */
export async function nodeOf(
  gateway: Gateway,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  const answer = await gateway.request(path, { headers });
  return String(answer.headers['x-upstream'] ?? answer.status);
}

/** Which upstream answers each of these requests. */
export async function nodesOf(
  gateway: Gateway,
  requests: readonly { readonly path: string; readonly headers?: Readonly<Record<string, string>> }[],
): Promise<string[]> {
  const out: string[] = [];
  for (const { path, headers } of requests) out.push(await nodeOf(gateway, path, headers));
  return out;
}
