import type { BalancerFeature } from '../../model/feature.ts';

/** nginx's own default with weights: the smooth algorithm, never a burst to one node (M147, M168, D22). */
export const feature = {
  family: 'balancer',
  name: 'weighted-round-robin',
  aliases: ['wrr'],
  summary: 'Nodes in proportion to their weights, evenly spread (smooth).',
  weighted: true,
  native: [],
} as const satisfies BalancerFeature;
