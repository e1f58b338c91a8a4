import { finding } from '../diagnostics/finding.ts';
import type { NodePath } from '../model/path.ts';
import type { Report } from './findings.ts';
import { findNode } from './node.ts';
import { type Source, spanOfNode } from './source.ts';

/** A value, and the file it came from; merged values know the values they were merged from. */
export interface Tree {
  readonly value: unknown;
  readonly source: Source;
  /** From the root of `source`. */
  readonly path: NodePath;
  /** Only where mappings of several files were merged. */
  readonly members?: ReadonlyMap<string, Tree>;
  /** Only where lists of several files were put one after the other. */
  readonly pieces?: readonly Tree[];
}

/** A node as its own file knows it. */
export interface Place {
  readonly source: Source;
  readonly path: NodePath;
}

/**
 * Merges the values of several files: mappings key by key, lists one after the other. Equal scalars agree; everything else is a
 * contradiction, reported with both places. No file wins over another.
 * @param trees at least one
 * @param report takes the contradictions
 */
export function mergeTrees(trees: readonly Tree[], report: Report): Tree {
  const [first, ...others] = trees as readonly [Tree, ...Tree[]];
  if (others.length === 0) return first;
  const { source, path } = first;
  if (trees.every(isMapping)) {
    const members = new Map([...group(trees)].map(([key, group]) => [key, mergeTrees(group, report)]));
    const value = Object.fromEntries([...members].map(([key, tree]) => [key, tree.value]));
    return { value, source, path, members };
  }
  if (trees.every((tree) => Array.isArray(tree.value))) {
    return { value: trees.flatMap((tree) => tree.value), source, path, pieces: trees };
  }
  const other = others.find((tree) => !isScalar(tree.value) || !Object.is(tree.value, first.value));
  if (other) reportContradiction(first, other, report);
  return first;
}

/**
 * Finds the file that holds a node of a merged value.
 * @param tree the merged value
 * @param path from the root of the merged value
 * @returns the file and the path in it; a path that does not exist ends at an ancestor or goes on where the file does not
 */
export function placeOf(tree: Tree, path: NodePath): Place {
  const [step, ...rest] = path;
  if (step === undefined) return { source: tree.source, path: tree.path };
  if (tree.members) {
    const member = tree.members.get(String(step));
    return member ? placeOf(member, rest) : { source: tree.source, path: tree.path };
  }
  if (!tree.pieces) return { source: tree.source, path: [...tree.path, ...path] };
  let index = Number(step);
  for (const piece of tree.pieces) {
    const { length } = piece.value as readonly unknown[];
    if (index < length) return placeOf(piece, [index, ...rest]);
    index -= length;
  }
  return { source: tree.source, path: tree.path };
}

const isMapping = (tree: Tree): boolean =>
  typeof tree.value === 'object' && tree.value !== null && !Array.isArray(tree.value);

const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null;

function group(trees: readonly Tree[]): ReadonlyMap<string, readonly Tree[]> {
  const groups = new Map<string, Tree[]>();
  for (const tree of trees) {
    for (const [key, value] of Object.entries(tree.value as Record<string, unknown>)) {
      const child: Tree = tree.members?.get(key) ?? { value, source: tree.source, path: [...tree.path, key] };
      const known = groups.get(key);
      if (known) known.push(child);
      else groups.set(key, [child]);
    }
  }
  return groups;
}

function reportContradiction(first: Tree, other: Tree, report: Report): void {
  const key = other.path.join('.');
  const [kind, otherKind] = [kindOf(first.value), kindOf(other.value)];
  report(
    finding('GW1017', {
      message:
        kind === otherKind
          ? `two files give "${key}" different values`
          : `one file gives "${key}" as ${kind}, another as ${otherKind}`,
      span: keySpan(other),
      labels: [{ span: keySpan(first), message: 'the other file' }].flatMap(({ span, message }) =>
        span ? [{ span, message }] : [],
      ),
      help: 'keep one of the two',
    }),
  );
}

function keySpan({ source, path }: Tree) {
  const found = findNode(source, path);
  return found && spanOfNode(source, found.key ?? found.node);
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (value === null) return 'nothing';
  return typeof value === 'object' ? 'a mapping' : 'a value';
}
