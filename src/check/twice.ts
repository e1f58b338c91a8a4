import type { Code } from '../diagnostics/codes.ts';
import type { Located } from '../model/path.ts';
import type { RuleFinding } from './finding.ts';

type Named = Located & { readonly id: string };

interface Kind {
  readonly code: Code;
  readonly kind: string;
  readonly context?: string;
}

/**
 * Finds ids that are given twice, in any case.
 * @param items what has ids
 * @param kind the code and words for them; without a context, each stands for itself
 */
export function* twice(items: readonly Named[], { code, context, kind }: Kind): Iterable<RuleFinding> {
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
