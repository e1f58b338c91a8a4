import type { BalancerFeature } from '../../model/feature.ts';

/**
 * In Lua on every server (M058): nginx's `random two` compares connections only, and its open version has no latencies.
 */
export const feature = {
  family: 'balancer',
  name: 'p2c',
  aliases: ['ewma', 'power-of-two-choices'],
  summary:
    'The better of two nodes drawn by weight: lower latency (a moving average) times requests in flight.',
  weighted: true,
  tracks: 'latency',
  native: undefined,
} as const satisfies BalancerFeature;
