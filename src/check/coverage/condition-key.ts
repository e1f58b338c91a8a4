import type { Condition } from '../../model/condition.ts';
import { byText } from '../../model/text.ts';

/**
 * A text that is equal for conditions that mean the same, as far as their form tells.
 * @param condition a condition
 */
function keyOf(condition: Condition): string {
  if (condition.kind !== 'test') return `${condition.kind}(${condition.of.map(keyOf).sort(byText).join()})`;
  const { caseSensitive, name, negate, operator, subject } = condition;
  return JSON.stringify([
    subject,
    name ?? null,
    operator,
    negate,
    caseSensitive,
    [...condition.values].sort(byText),
  ]);
}

/**
 * What a request must fulfil, one key for each demand; a condition with fewer of the same keys takes more requests.
 * @param condition a route's condition
 * @returns sorted, each once; none when nothing is asked
 */
export function demands(condition: Condition | undefined): readonly string[] {
  if (!condition) return [];
  const parts = condition.kind === 'all' ? condition.of : [condition];
  return [...new Set(parts.map(keyOf))].sort(byText);
}

/** Up to this many demands, every weaker set of them is looked for; above, only none, single ones and all. */
const FEW = 4;

/**
 * Sets of demands that are implied by these.
 * @param keys sorted demands
 * @returns keys of the sets; always the empty one and the whole
 */
export function weaker(keys: readonly string[]): readonly string[] {
  if (keys.length > FEW) return ['', ...keys, keys.join('\n')];
  const sets = [''];
  for (const key of keys) sets.push(...sets.map((set) => (set === '' ? key : `${set}\n${key}`)));
  return sets;
}
