/**
 * The oracle: which route a request reaches, written from the "Matching" section of the language with a linear scan and plain JavaScript.
 * It knows the document only and shares no code with the compiler, so that agreement means something.
 */
import type { GatewayDocument, RouteBlock } from '../../src/model/document.ts';
import { groupHolds, predicateHolds } from './condition.ts';
import { canonicalPath, pathMatches, specificityOf } from './path.ts';

/** A request; names of headers are lower case, the path is raw, as sent, without the query. */
export interface OracleRequest {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly cookies: Readonly<Record<string, string>>;
  readonly ip: string;
}

/** What becomes of it. `refuse` is the `on_fail` status of the winning route's assertion group. */
export type Verdict =
  | { readonly kind: 'route'; readonly id: string; readonly refuse?: number }
  | { readonly kind: 'reserved'; readonly path: string }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'method-not-allowed'; readonly allow: readonly string[] }
  | { readonly kind: 'bad-request' };

interface Way {
  readonly route: RouteBlock;
  readonly host: string | undefined;
  readonly path: string;
}

/** The host asked for: lower case, without port and final dot. */
const bareHost = (host: string): string => host.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '');

function hostMatches(pattern: string | undefined, host: string): boolean {
  if (pattern === undefined) return true;
  const wanted = pattern.toLowerCase();
  return wanted.startsWith('*.')
    ? host.endsWith(wanted.slice(1)) && host.length > wanted.length - 1
    : wanted === host;
}

/** The methods a route answers; empty: all. GET answers HEAD. */
const methodsOf = (route: RouteBlock): readonly string[] =>
  route.methods.includes('GET') ? [...route.methods, 'HEAD'] : route.methods;

const hostClass = (host: string | undefined): number =>
  host === undefined ? 2 : host.startsWith('*.') ? 1 : 0;

/** Negative when `a` is tried before `b`; declaration decides last, by a stable sort. */
function compareWays(a: Way, b: Way): number {
  if (a.route.priority !== b.route.priority) return a.route.priority - b.route.priority;
  const left = specificityOf(a.path, a.route.match_type);
  const right = specificityOf(b.path, b.route.match_type);
  for (const key of ['shape', 'literals', 'family', 'length', 'constrained'] as const)
    if (left[key] !== right[key]) return left[key] - right[key];
  if (hostClass(a.host) !== hostClass(b.host)) return hostClass(a.host) - hostClass(b.host);
  return hostClass(a.host) === 1 ? (b.host as string).length - (a.host as string).length : 0;
}

function conditionsHold(route: RouteBlock, request: OracleRequest, path: string): boolean {
  const group = route.assertion_group_config;
  return (
    Object.entries(route.headers).every(([name, p]) =>
      predicateHolds(p, request.headers[name.toLowerCase()]),
    ) &&
    Object.entries(route.query).every(([name, p]) => predicateHolds(p, request.query[name])) &&
    (group === undefined ||
      group.on_fail !== undefined ||
      groupHolds(group, { ...request, path, host: bareHost(request.host) }))
  );
}

/**
 * Says what becomes of a request.
 * @param document a document without errors; `server.paths` must be strict
 * @param request the request
 */
export function decide(document: GatewayDocument, request: OracleRequest): Verdict {
  if (document.server.paths !== 'strict') throw new Error('the oracle knows strict paths only');
  const path = canonicalPath(request.path);
  if (path === undefined) return { kind: 'bad-request' };
  const { health } = document;
  const reserved =
    health.listener === 'none' ? [] : [...health.paths, health.ready_path].filter((p) => p !== '');
  if (reserved.includes(path)) return { kind: 'reserved', path };
  const host = bareHost(request.host);
  const ways = document.routes
    .filter((route) => route.enabled)
    .flatMap((route) => {
      const hosts = route.hosts.length === 0 ? [undefined] : route.hosts;
      return route.paths.flatMap((text) => hosts.map((h): Way => ({ route, host: h, path: text })));
    })
    .sort(compareWays);
  const allow = new Set<string>();
  for (const way of ways) {
    if (!hostMatches(way.host, host) || !pathMatches(way.path, way.route.match_type, path)) continue;
    if (!conditionsHold(way.route, request, path)) continue;
    const methods = methodsOf(way.route);
    if (methods.length === 0 || methods.includes(request.method)) return win(way.route, request, path);
    for (const method of methods) allow.add(method);
  }
  if (allow.size === 0 || document.server.method_mismatch === 404) return { kind: 'not-found' };
  return { kind: 'method-not-allowed', allow: [...allow].sort() };
}

function win(route: RouteBlock, request: OracleRequest, path: string): Verdict {
  const group = route.assertion_group_config;
  const asked = { ...request, path, host: bareHost(request.host) };
  if (group?.on_fail === undefined || groupHolds(group, asked)) return { kind: 'route', id: route.id };
  return { kind: 'route', id: route.id, refuse: group.on_fail };
}
