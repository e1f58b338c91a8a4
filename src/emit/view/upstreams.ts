import type { Gateway, Node, Service } from '../../model/gateway.ts';
import { duration, identifier, integer, type Token, word } from '../token.ts';

/** One `upstream` block. `position` is set for balancers in Lua, `nodes` for native ones. */
export interface UpstreamView {
  readonly id: Token;
  readonly directives: readonly { readonly name: Token; readonly args: readonly Token[] }[];
  readonly nodes: readonly { readonly address: Token; readonly weight: Token | false }[];
  readonly position: Token | false;
  readonly keepalive: Token;
  readonly keepaliveRequests: Token;
  readonly keepaliveTimeout: Token;
}

/**
 * Writes a node's address as nginx wants it.
 * @returns `10.0.0.1:80` or `[2001:db8::1]:80`
 */
export function nodeAddress(node: Pick<Node, 'host' | 'port'>): string {
  return `${node.host.includes(':') ? `[${node.host}]` : node.host}:${node.port}`;
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

function upstream(service: Service, position: number): UpstreamView {
  const { balancer, keepalive } = service;
  const native = balancer.kind === 'native';
  // Only the ratio of weights counts.
  const divisor = native && balancer.weighted ? service.nodes.map((node) => node.weight).reduce(gcd, 0) : 1;
  return {
    id: identifier(service.id, service.at),
    directives: native
      ? balancer.directives.map((d) => ({ name: identifier(d.name), args: d.args.map((arg) => word(arg)) }))
      : [],
    nodes: native
      ? service.nodes.map((node) => ({
          address: word(nodeAddress(node), node.at),
          weight:
            balancer.weighted && node.weight !== divisor ? integer(node.weight / divisor, node.at) : false,
        }))
      : [],
    position: native ? false : integer(position),
    keepalive: integer(keepalive.size, service.at),
    keepaliveRequests: integer(keepalive.requests, service.at),
    keepaliveTimeout: duration(keepalive.timeout, service.at),
  };
}

/** @returns one view a service, in order; positions count from 1 as Lua does */
export function upstreams(gateway: Gateway): readonly UpstreamView[] {
  return gateway.services.map((service, index) => upstream(service, index + 1));
}
