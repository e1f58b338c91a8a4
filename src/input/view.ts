import { resolve } from 'node:path';
import { isScalar, type ParsedNode } from 'yaml';
import type { Span } from '../diagnostics/diagnostic.ts';
import type { NodePath } from '../model/path.ts';
import type { Loaded, Origin } from './loaded.ts';
import { type FoundNode, findNode } from './node.ts';
import { type Source, spanOfNode } from './source.ts';
import { placeOf, type Tree } from './tree.ts';
import { scanVariables } from './variables.ts';

/**
 * The questions one can ask about a place in a merged value. Nothing is computed before it is asked.
 * @param tree the merged value; undefined when there is none, and then nothing has a place
 * @param unsettled the nodes that could not be filled in
 * @param cwd the directory of what has no file
 */
export function viewOf(
  tree: Tree | undefined,
  unsettled: ReadonlySet<ParsedNode>,
  cwd: string,
): Pick<Loaded, 'locate' | 'isSettled' | 'origin' | 'directoryOf'> {
  const find = (path: NodePath): (FoundNode & { readonly source: Source }) | undefined => {
    if (!tree) return undefined;
    const place = placeOf(tree, path);
    const found = findNode(place.source, place.path);
    return found && { ...found, source: place.source };
  };
  const locate: Loaded['locate'] = (path, part = 'value') => {
    const found = find(path);
    return found && spanOfPart(found.source, found, part);
  };
  return {
    locate,
    isSettled: (path) => {
      const found = find(path);
      return !(found?.exact && unsettled.has(found.node));
    },
    origin: (path) => {
      const found = find(path);
      return found ? originOf(found.source, found) : { kind: 'file', span: undefined };
    },
    directoryOf: (path) => (tree ? placeOf(tree, path).source.directory : cwd),
  };
}

function spanOfPart(source: Source, { node, key, exact }: FoundNode, part: 'key' | 'value'): Span {
  if (part === 'key' && exact && key) return spanOfNode(source, key);
  // An empty value has no letters to point at.
  const [start, end] = node.range;
  return spanOfNode(source, start === end && key ? key : node);
}

function originOf(source: Source, { node, exact }: FoundNode): Origin {
  const span = spanOfNode(source, node);
  if (!exact || !isScalar(node) || typeof node.value !== 'string' || !node.value.includes('${')) {
    return { kind: 'file', span };
  }
  const written = node.value;
  const pieces = scanVariables(written);
  // A value with both is as secret as its file.
  const file = pieces.find((piece) => piece.kind === 'file');
  if (file) return { kind: 'secret-file', path: resolve(source.directory, file.path), written, span };
  const variable = pieces.find((piece) => piece.kind === 'environment');
  return variable ? { kind: 'environment', name: variable.name, written, span } : { kind: 'file', span };
}
