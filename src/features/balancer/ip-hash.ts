import type { BalancerFeature } from '../../model/feature.ts';

/**
 * In Lua on every server (M148): nginx's `ip_hash` goes by the first three octets of an IPv4 address, so that an office is one client,
 * and a node that leaves moves clients of all others.
 */
export const feature = {
  family: 'balancer',
  name: 'ip-hash',
  aliases: ['iphash'],
  summary:
    'A client keeps its node, by its address; a node that leaves moves its own clients only. Weights count.',
  weighted: true,
  native: undefined,
} as const satisfies BalancerFeature;
