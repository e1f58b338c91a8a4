import type { BalancerFeature } from '../../model/feature.ts';

/** nginx's `random` directive draws by weight (M247). */
export const feature = {
  family: 'balancer',
  name: 'random',
  aliases: [],
  summary: 'A random node, in proportion to the weights.',
  weighted: true,
  native: [{ name: 'random', args: [] }],
} as const satisfies BalancerFeature;
