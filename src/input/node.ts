import { isAlias, isMap, isScalar, isSeq, type Pair, type ParsedNode, type YAMLMap } from 'yaml';
import type { NodePath } from '../model/path.ts';
import { isMergeKey } from './key.ts';
import type { Source } from './source.ts';

/** A node of a file, or its nearest ancestor. */
export interface FoundNode {
  readonly node: ParsedNode;
  /** The key it stands behind; undefined for list entries and the root. */
  readonly key: ParsedNode | undefined;
  /** False when the path goes on but the file does not. */
  readonly exact: boolean;
}

type ParsedPair = Pair<ParsedNode, ParsedNode | null>;

const indexes = new WeakMap<YAMLMap, ReadonlyMap<string, ParsedPair>>();

/**
 * Walks a path through the nodes of a file, through aliases and merge keys, so that a shared part is found where it is written.
 * @param source the file
 * @param path keys and indexes from its root
 * @returns the node or its nearest ancestor; undefined when the file has no contents
 */
export function findNode(source: Source, path: NodePath): FoundNode | undefined {
  if (!source.contents) return undefined;
  let found: FoundNode = { node: source.contents, key: undefined, exact: true };
  for (const step of path) {
    const next = findChild(source, resolveAlias(source, found.node), step);
    if (!next) return { ...found, exact: false };
    found = next;
  }
  const node = resolveAlias(source, found.node);
  return node ? { ...found, node } : found;
}

function resolveAlias(source: Source, node: ParsedNode): ParsedNode | undefined {
  return isAlias(node) ? source.targets.get(node) : node;
}

function findChild(
  source: Source,
  node: ParsedNode | undefined,
  step: string | number,
): FoundNode | undefined {
  if (isSeq<ParsedNode>(node)) {
    const item = node.items[Number(step)];
    return item && { node: item, key: undefined, exact: true };
  }
  if (!isMap<ParsedNode, ParsedNode | null>(node)) return undefined;
  const index = indexOf(node as YAMLMap.Parsed);
  const pair = index.get(String(step));
  if (pair) return { node: pair.value ?? pair.key, key: pair.key, exact: true };
  const merge = index.get('<<');
  return merge?.value && isMergeKey(merge.key) ? findMerged(source, merge.value, step) : undefined;
}

function findMerged(source: Source, value: ParsedNode, step: string | number): FoundNode | undefined {
  const target = resolveAlias(source, value);
  if (!isSeq<ParsedNode>(target)) return findChild(source, target, step);
  for (const item of target.items) {
    const found = findChild(source, resolveAlias(source, item), step);
    if (found) return found;
  }
  return undefined;
}

/** The first pair of every key; kept, because source maps ask for every entry of a large mapping. */
function indexOf(map: YAMLMap.Parsed): ReadonlyMap<string, ParsedPair> {
  const known = indexes.get(map);
  if (known) return known;
  const index = new Map<string, ParsedPair>();
  for (const pair of map.items) {
    if (isScalar(pair.key) && typeof pair.key.value === 'string' && !index.has(pair.key.value)) {
      index.set(pair.key.value, pair);
    }
  }
  indexes.set(map, index);
  return index;
}
