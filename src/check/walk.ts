import type { AssertionBlock, AssertionGroupBlock } from '../model/document.ts';
import { isGroup } from '../model/read-condition.ts';

/**
 * All assertions of a group and the groups inside it, in the order they are written.
 * @param group a group; undefined has none
 */
export function assertionsOf(group: AssertionGroupBlock | undefined): readonly AssertionBlock[] {
  return (group?.assertions ?? []).flatMap((item) => (isGroup(item) ? assertionsOf(item) : [item]));
}

/**
 * The assertions of a group that must all hold.
 * @param group a group
 */
export function demanded(group: AssertionGroupBlock): readonly AssertionBlock[] {
  if (group.type === 'or' && group.assertions.length > 1) return [];
  return group.assertions.flatMap((item) => (isGroup(item) ? demanded(item) : [item]));
}
