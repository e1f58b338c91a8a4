import type { NodePath } from '../model/path.ts';
import { LISTS } from './context.ts';
import type { SchemaNode } from './node.ts';

/** Where a fault is cut out: a key of the document, of a block at its top, of a route or of a service. */
export interface Spot {
  /** The mapping, in canonical keys. */
  readonly at: NodePath;
  /** The canonical key; undefined for a fault of the mapping itself, such as a key that is missing. */
  readonly key: string | undefined;
}

/**
 * Finds what has to be cut out for a fault.
 * @param root the node of the whole document
 * @param path the place of the fault, in canonical keys or as the user wrote them
 */
export function spotOf(root: SchemaNode, path: NodePath): Spot {
  const list = LISTS.find(
    (one) => one.path.every((key, i) => path[i] === key) && typeof path[one.path.length] === 'number',
  );
  if (list) {
    const at = path.slice(0, list.path.length + 1);
    const entity = root.keys?.get(list.noun === 'route' ? 'routes' : 'services')?.node.items;
    return { at, key: canonicalKey(entity, path[at.length]) };
  }
  const top = canonicalKey(root, path[0]);
  if (top === undefined || path.length === 1) return { at: [], key: top };
  const block = root.keys?.get(top)?.node;
  return block?.keys && block.notBuilt !== true
    ? { at: [top], key: canonicalKey(block, path[1]) }
    : { at: [], key: top };
}

function canonicalKey(node: SchemaNode | undefined, key: string | number | undefined): string | undefined {
  return key === undefined ? undefined : (node?.keys?.get(String(key))?.name ?? String(key));
}
