import { parseAddress } from '../model/address.ts';
import type { RouteBlock, ServiceBlock, TargetBlock } from '../model/document.ts';
import type { PathEdit, Target } from '../model/gateway.ts';
import { literalStart, type PathPattern } from '../model/pattern.ts';
import { parseTemplate, type Template } from '../model/template.ts';
import { asciiLower, byText } from '../model/text.ts';
import { liveNodes } from './services.ts';

/**
 * Lowers what a route answers with.
 * @param target the target block
 */
export function lowerTarget(target: TargetBlock): Target {
  switch (target.kind) {
    case 'service':
      return { kind: 'service', service: target.service_id };
    case 'redirect':
      return { kind: 'redirect', status: target.status, location: parseTemplate(target.location) };
    case 'respond': {
      const headers = Object.entries(target.headers).sort(([a], [b]) => byText(a, b));
      return {
        kind: 'respond',
        status: target.status,
        body: target.body,
        contentType: target.content_type,
        headers,
      };
    }
  }
}

const segmentCount = (path: string): number => path.split('/').filter((segment) => segment !== '').length;

/**
 * Lowers what a route does to the path.
 * @param route a route
 * @param pattern its first pattern; all of them have the same literal depth when `strip_prefix` is true
 * @returns undefined when the path stays as it is
 */
export function lowerPath(route: RouteBlock, pattern: PathPattern): PathEdit | undefined {
  const { add_prefix, rewrite, strip_prefix } = route;
  const strip = strip_prefix === true ? literalStart(pattern).length : segmentCount(strip_prefix || '');
  const add = (add_prefix ?? '').replace(/\/+$/, '');
  if (strip === 0 && add === '' && rewrite === undefined) return undefined;
  return { strip, add, rewrite: rewrite === undefined ? undefined : parseTemplate(rewrite) };
}

const DEFAULT_PORT = { http: 80, https: 443 } as const;

/**
 * Lowers what the upstream sees as Host.
 * @param route a route
 * @param service its target; undefined when the gateway answers itself
 * @returns undefined when the client's Host is kept; a port is named when it is not the scheme's own and all nodes have it
 */
export function lowerHost(route: RouteBlock, service: ServiceBlock | undefined): Template | undefined {
  const wish = route.host_rewrite;
  if (wish === undefined || wish === 'preserve' || service === undefined) return undefined;
  if (wish !== 'upstream') return parseTemplate(wish);
  const nodes = liveNodes(service);
  const [node] = nodes;
  if (!node) throw new Error(`service ${service.id} has no node to take a host from`);
  const address = parseAddress(node.host);
  const name = address?.includes(':') ? `[${address}]` : (address ?? asciiLower(node.host));
  const bare = node.port === DEFAULT_PORT[service.protocol] || nodes.some(({ port }) => port !== node.port);
  return [{ kind: 'text', text: bare ? name : `${name}:${node.port}` }];
}
