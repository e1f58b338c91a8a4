import type { Leaf, Masked } from '../emit/model/model.ts';

/**
 * Whether a value is a text that must not be shown.
 * @param leaf a value of a field
 */
export const isMasked = (leaf: Leaf | undefined): leaf is Masked =>
  typeof leaf === 'object' && !Array.isArray(leaf);

/**
 * Whether two values are the same. Where a masked one came from does not count; a masked text and a shown one are never the same.
 * @param a a value, undefined where there is none
 * @param b another
 */
export function sameLeaf(a: Leaf | undefined, b: Leaf | undefined): boolean {
  if (isMasked(a) && isMasked(b)) return a.mark === b.mark;
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
