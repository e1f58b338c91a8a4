import { ofService } from '../context.ts';
import type { Rule } from '../rule.ts';

/** A service that no enabled route is sent to serves nothing. */
export const unusedService: Rule = function* ({ document, routes }) {
  const used = new Set(routes.map(({ service }) => service));
  for (const service of document.services)
    if (service.enabled && !used.has(service))
      yield {
        code: 'GW2015',
        message: `no route uses the service "${service.id}"`,
        at: [...service.at, 'id'],
        help: 'add a route with its "service_id", or remove it',
        context: ofService(service),
      };
};
