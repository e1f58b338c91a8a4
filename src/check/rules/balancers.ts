import { FEATURES } from '../../features/registry.ts';
import type { BalancerFeature } from '../../model/feature.ts';
import { findFeature } from '../../model/feature-name.ts';
import { ofService } from '../context.ts';
import type { Rule } from '../rule.ts';
import { didYouMean } from '../suggest.ts';

/** The algorithm of a service is one there is, and its options agree; nothing falls back to another (D10). */
export const balancers: Rule = function* ({ document }) {
  const names = FEATURES.balancer.map(({ name }) => name);
  for (const service of document.services) {
    const { algorithm, at, options } = service.load_balancer;
    const feature = findFeature<BalancerFeature>(FEATURES.balancer, algorithm);
    for (const { key, message, help } of feature?.examine?.(options) ?? [])
      yield { code: 'GW2047', message, at: [...at, key], help, context: ofService(service) };
    if (feature) continue;
    yield {
      code: 'GW2041',
      message: `unknown balancer "${algorithm}"`,
      at: [...at, 'algorithm'],
      help: didYouMean(algorithm, names, `the balancers are ${names.join(', ')}`),
      context: ofService(service),
    };
  }
};
