import { ofService } from '../context.ts';
import type { Rule } from '../rule.ts';
import { twice } from '../twice.ts';

/** Ids of nodes are unique in their service in any case, for they name files and series. */
export const duplicateNodes: Rule = function* ({ document }) {
  for (const service of document.services)
    yield* twice(service.nodes, { code: 'GW2004', kind: 'node', context: ofService(service) });
};
