import { ofRoute } from '../context.ts';
import type { Rule } from '../rule.ts';
import { didYouMean } from '../suggest.ts';

/** A route is sent to a service that exists and is enabled. */
export const knownService: Rule = function* ({ routes, services }) {
  for (const { block, service } of routes) {
    const { target } = block;
    if (target.kind !== 'service') continue;
    const at = target.at;
    if (!service)
      yield {
        code: 'GW2001',
        message: `unknown service "${target.service_id}"`,
        at,
        help: didYouMean(
          target.service_id,
          [...services.keys()],
          'declare it under "services", with its nodes',
        ),
        context: ofRoute(block),
      };
    else if (!service.enabled)
      yield {
        code: 'GW2016',
        message: `the service "${service.id}" is disabled`,
        at,
        labels: [{ at: [...service.at, 'enabled'], message: 'disabled here' }],
        help: 'enable the service, or disable the route as well',
        context: ofRoute(block),
      };
  }
};
