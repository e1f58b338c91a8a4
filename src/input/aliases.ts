import { type Alias, isAlias, isCollection, isPair, isScalar, type ParsedNode } from 'yaml';

/**
 * Finds what every alias of a document stands for. An anchor may be set again; an alias means the last one before it.
 * @param contents the root of the document
 * @returns aliases without an anchor before them are missing
 */
export function linkAliases(contents: ParsedNode): ReadonlyMap<Alias, ParsedNode> {
  const anchors = new Map<string, ParsedNode>();
  const targets = new Map<Alias, ParsedNode>();
  const walk = (node: unknown): void => {
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (target) targets.set(node, target);
      return;
    }
    if (isPair(node)) {
      walk(node.key);
      walk(node.value);
      return;
    }
    if (!isScalar(node) && !isCollection(node)) return;
    if (node.anchor !== undefined) anchors.set(node.anchor, node as ParsedNode);
    if (isCollection(node)) node.items.forEach(walk);
  };
  walk(contents);
  return targets;
}
