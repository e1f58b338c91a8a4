import { FEATURES } from '../features/registry.ts';
import { parseAddress } from '../model/address.ts';
import type { NodeBlock, ServiceBlock } from '../model/document.ts';
import type { BalancerFeature } from '../model/feature.ts';
import { findFeature } from '../model/feature-name.ts';
import type { Node, Service } from '../model/gateway.ts';
import { asciiLower } from '../model/text.ts';

/**
 * The nodes of a service that may get requests: disabled ones and those of weight 0 vanish.
 * @param service a service as written
 */
export const liveNodes = (service: ServiceBlock): readonly NodeBlock[] =>
  service.nodes.filter((node) => node.enabled && node.weight > 0);

/**
 * Lowers a service. Its balancer starts in Lua; a pass decides whether nginx can do it alone.
 * @param service an enabled service
 * @param attempts the most tries any of its routes makes, the first one included
 */
export function lowerService(service: ServiceBlock, attempts: number): Service {
  const { at, id, protocol, keepalive } = service;
  const { algorithm, options } = service.load_balancer;
  return {
    id,
    protocol,
    nodes: liveNodes(service).map(lowerNode),
    balancer: { kind: 'lua', name: algorithm, options, attempts, tracks: featureOf(algorithm)?.tracks },
    keepalive: { size: keepalive.size, timeout: keepalive.timeout, requests: keepalive.requests },
    at,
  };
}

const featureOf = (algorithm: string): BalancerFeature | undefined =>
  findFeature<BalancerFeature>(FEATURES.balancer, algorithm);

function lowerNode({ at, host, id, port, weight }: NodeBlock): Node {
  const address = parseAddress(host);
  return { id, host: address ?? asciiLower(host), port, weight, isAddress: address !== undefined, at };
}
