import type { BalancerFeature } from '../../model/feature.ts';

/** nginx's own default, once the emitter leaves the weights out; the order is exact within a worker (M146, M167). */
export const feature = {
  family: 'balancer',
  name: 'round-robin',
  aliases: ['rr'],
  summary: 'One node after the other; weights do not count.',
  weighted: false,
  native: [],
} as const satisfies BalancerFeature;
