import type { BalancerFeature } from '../../model/feature.ts';

/**
 * In Lua on every server (M149, M292): nginx's `least_conn` counts for each worker alone, and with a `zone` the counts of a worker that
 * was killed stay for ever.
 */
export const feature = {
  family: 'balancer',
  name: 'least-connections',
  aliases: ['least-conn'],
  summary: 'The node with the fewest requests in flight for its weight, counted over all workers.',
  weighted: true,
  tracks: 'in-flight',
  native: undefined,
} as const satisfies BalancerFeature;
