import type { Leaf } from './model.ts';

/**
 * Makes fields, without those that are not there.
 * @param entries names and values, in the order they shall have
 */
export const definedFields = (
  entries: readonly (readonly [string, Leaf | undefined])[],
): Record<string, Leaf> =>
  Object.fromEntries(entries.filter((entry): entry is readonly [string, Leaf] => entry[1] !== undefined));
