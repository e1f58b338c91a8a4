import type { AssertionBlock } from './document.ts';
import type { AssertionFeature } from './feature.ts';
import type { OperatorMeaning } from './operator.ts';
import { asciiLower, TOKEN } from './text.ts';

/** The name of the header, parameter or cookie an assertion tests, and where the answer came from. */
export type SubjectName =
  | { readonly kind: 'named'; readonly name: string; readonly from: 'key' | 'name' | 'value' }
  | { readonly kind: 'guessed'; readonly name: string; readonly value: string }
  | { readonly kind: 'unknown' };

/** Values that belong to one header only. */
const WELL_KNOWN: readonly (readonly [RegExp, string])[] = [
  [/^(?:application|audio|font|image|message|model|multipart|text|video)\/[\w.+-]+$/i, 'content-type'],
  [/^(?:Bearer|Basic|Digest)\b/i, 'authorization'],
  [/^XMLHttpRequest$/i, 'x-requested-with'],
];

const only = (value: AssertionBlock['value']): string | undefined =>
  typeof value === 'string' ? value : value?.length === 1 ? value[0] : undefined;

/**
 * Finds out what a header, query or cookie assertion tests (D5): the explicit key; else `name` if it is a token; else `value` when the
 * operator is `exists` or `not_exists`; else, for headers, a value that belongs to one header only; else nobody knows.
 * @param block the assertion
 * @param named which kind of name its subject has
 * @param meaning its operator
 * @returns the name; headers in lower case
 */
export function subjectName(
  block: AssertionBlock,
  named: NonNullable<AssertionFeature['named']>,
  meaning: OperatorMeaning,
): SubjectName {
  const spell = (name: string): string => (named === 'header' ? asciiLower(name) : name);
  const explicit = block[named];
  if (explicit !== undefined) return { kind: 'named', name: spell(explicit), from: 'key' };
  if (block.name !== undefined && TOKEN.test(block.name))
    return { kind: 'named', name: spell(block.name), from: 'name' };
  const value = only(block.value);
  if (value === undefined) return { kind: 'unknown' };
  if (meaning.operator === 'exists') return { kind: 'named', name: spell(value), from: 'value' };
  const known = named === 'header' ? WELL_KNOWN.find(([pattern]) => pattern.test(value)) : undefined;
  return known ? { kind: 'guessed', name: known[1], value } : { kind: 'unknown' };
}
