import type { BalancerFeature } from '../../model/feature.ts';

/**
 * In Lua on every server (M058): `least_time` belongs to the commercial nginx.
 */
export const feature = {
  family: 'balancer',
  name: 'least-time',
  aliases: [],
  summary: 'The node with the lowest latency (a moving average) times requests in flight, for its weight.',
  weighted: true,
  tracks: 'latency',
  native: undefined,
} as const satisfies BalancerFeature;
