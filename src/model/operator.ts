import type { Operator } from './condition.ts';

/** An operator as a user may write it: what it means and whether its result is turned round. */
export interface OperatorMeaning {
  readonly operator: Operator;
  readonly negate: boolean;
}

/** Every spelling of each positive operator; the union of D7. */
const SPELLINGS: Readonly<Record<Operator, readonly string[]>> = {
  equals: ['equals', 'equal', 'eq', '==', '='],
  contains: ['contains', 'contain'],
  starts_with: ['starts_with', 'start_with', 'prefix'],
  ends_with: ['ends_with', 'end_with', 'suffix'],
  matches: ['matches', 'match', 'regex'],
  in_cidr: ['in_cidr', 'cidr'],
  exists: ['exists', 'exist', 'present'],
};

/** Negations that are not `not_` and a spelling of the above. */
const NEGATIONS: Readonly<Record<string, Operator>> = { ne: 'equals', '!=': 'equals', absent: 'exists' };

const normal = (text: string): string => text.trim().toLowerCase().replaceAll('-', '_');

const TABLE: ReadonlyMap<string, OperatorMeaning> = new Map([
  ...Object.entries(SPELLINGS).flatMap(([operator, words]) =>
    words.flatMap((word): [string, OperatorMeaning][] => [
      [word, { operator: operator as Operator, negate: false }],
      [`not_${word}`, { operator: operator as Operator, negate: true }],
    ]),
  ),
  ...Object.entries(NEGATIONS).map(([word, operator]): [string, OperatorMeaning] => [
    word,
    { operator, negate: true },
  ]),
]);

/** Every operator a user may write, in the spelling of the reference. */
export const OPERATOR_NAMES: readonly string[] = Object.keys(SPELLINGS).flatMap((word) => [
  word,
  `not_${word}`,
]);

/**
 * Reads an operator (D7). `-` and `_` are equal, case does not matter.
 * @param text for example `not-equals`, `EQ`, `!=`
 * @returns what it means; undefined when there is no such operator
 */
export function parseOperator(text: string): OperatorMeaning | undefined {
  return TABLE.get(normal(text));
}
