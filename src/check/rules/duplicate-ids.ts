import type { Rule } from '../rule.ts';
import { twice } from '../twice.ts';

/** Ids of routes and services are unique in any case, for they name nginx upstreams, files and series. */
export const duplicateIds: Rule = function* ({ document }) {
  yield* twice(document.routes, { code: 'GW2002', kind: 'route' });
  yield* twice(document.services, { code: 'GW2003', kind: 'service' });
};
