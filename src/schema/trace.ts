import type { NodePath } from '../model/path.ts';
import type { Canonical } from './canonical.ts';
import { branchOf, type SchemaNode } from './node.ts';

/** A place of the canonical value: its node, its value, and the path as the user wrote it. */
export interface Found {
  readonly node: SchemaNode | undefined;
  readonly value: unknown;
  readonly path: NodePath;
}

/**
 * Follows a path through the canonical value, the schema and the user's spelling at once.
 * @param canonical the canonical value
 * @param root the node of the whole document
 * @param keys canonical keys and list indexes
 * @returns every place on the way, the last one first
 */
export function follow(canonical: Canonical, root: SchemaNode, keys: readonly string[]): Found[] {
  const found: Found[] = [{ node: root, value: canonical.value, path: [] }];
  for (const key of keys) {
    const { node, value, path } = found[0] as Found;
    const container = value as Readonly<Record<string, unknown>>;
    const trace = canonical.traces.get(container);
    const written = Array.isArray(value) ? Number(key) : (trace?.written.get(key) ?? key);
    found.unshift({
      node: node && childOf(node, container, key),
      value: container[key],
      path: trace?.lifted ? path : [...path, written],
    });
  }
  return found;
}

function childOf(
  node: SchemaNode,
  container: Readonly<Record<string, unknown>>,
  key: string,
): SchemaNode | undefined {
  if (Array.isArray(container)) return node.items;
  const branch = branchOf(node, container);
  return branch?.keys?.get(key)?.node ?? branch?.values;
}

/**
 * Reads the pointer ajv names a place with.
 * @param pointer an `instancePath`
 * @returns its parts, unescaped
 */
export const pointerParts = (pointer: string): readonly string[] =>
  pointer === ''
    ? []
    : pointer
        .slice(1)
        .split('/')
        .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
