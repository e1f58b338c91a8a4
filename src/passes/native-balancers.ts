import { FEATURES } from '../features/registry.ts';
import type { BalancerFeature } from '../model/feature.ts';
import { findFeature } from '../model/feature-name.ts';
import type { Gateway, Service } from '../model/gateway.ts';

/**
 * Lets nginx choose the node where its own module does the same: every node is an address, the algorithm has a native form, and no
 * request is tried more often than there are nodes (nginx never tries one twice).
 * @param gateway any gateway
 */
export function nativeBalancers(gateway: Gateway): Gateway {
  return { ...gateway, services: gateway.services.map(native) };
}

function native(service: Service): Service {
  const { balancer, nodes } = service;
  if (balancer.kind !== 'lua' || nodes.length === 0 || nodes.some((node) => !node.isAddress)) return service;
  const feature = findFeature<BalancerFeature>(FEATURES.balancer, balancer.name);
  if (feature?.native === undefined) return service;
  if (balancer.attempts > nodes.length) return service;
  const { native: directives, weighted } = feature;
  return { ...service, balancer: { kind: 'native', name: balancer.name, directives, weighted } };
}
