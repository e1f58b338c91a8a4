import { FEATURES } from '../../features/registry.ts';
import type { BalancerFeature } from '../../model/feature.ts';
import { findFeature } from '../../model/feature-name.ts';
import { ofService } from '../context.ts';
import type { Rule } from '../rule.ts';
import { didYouMean } from '../suggest.ts';

/** The algorithm of a service is one there is; nothing falls back to another (D10). */
export const balancers: Rule = function* ({ document }) {
  const names = FEATURES.balancer.map(({ name }) => name);
  for (const service of document.services) {
    const { algorithm, at } = service.load_balancer;
    if (findFeature<BalancerFeature>(FEATURES.balancer, algorithm)) continue;
    yield {
      code: 'GW2041',
      message: `unknown balancer "${algorithm}"`,
      at: [...at, 'algorithm'],
      help: didYouMean(algorithm, names, `the balancers are ${names.join(', ')}`),
      context: ofService(service),
    };
  }
};
