import type { Code } from '../../diagnostics/codes.ts';
import type { Located } from '../../model/path.ts';
import { ofService } from '../context.ts';
import type { RuleFinding } from '../finding.ts';
import type { Rule } from '../rule.ts';

type Named = Located & { readonly id: string };

/** Ids are unique in any case, for they name nginx upstreams, files and series: routes, services, and the nodes of one service. */
export const duplicateIds: Rule = function* ({ document }) {
  yield* twice(document.routes, { code: 'GW2002', kind: 'route' });
  yield* twice(document.services, { code: 'GW2003', kind: 'service' });
  for (const service of document.services)
    yield* twice(service.nodes, { code: 'GW2004', kind: 'node', context: ofService(service) });
};

interface Kind {
  readonly code: Code;
  readonly kind: string;
  readonly context?: string;
}

function* twice(items: readonly Named[], { code, context, kind }: Kind): Iterable<RuleFinding> {
  const first = new Map<string, Named>();
  for (const item of items) {
    const key = item.id.toLowerCase();
    const earlier = first.get(key);
    if (!earlier) {
      first.set(key, item);
      continue;
    }
    const differs = earlier.id === item.id ? '' : `, which differs from "${earlier.id}" in case only`;
    yield {
      code,
      message: `there are two ${kind}s with the id "${item.id}"${differs}`,
      at: [...item.at, 'id'],
      labels: [{ at: [...earlier.at, 'id'], message: `the first ${kind} "${earlier.id}"` }],
      help: `give each ${kind} an id of its own`,
      context: context ?? `${kind} ${item.id}`,
    };
  }
}
