import type { IsKnown } from '../model/partial.ts';
import { type NodePath, toPointer } from '../model/path.ts';

/** Takes note of what is not known of a document, in the keys of the document. */
export interface Gaps {
  readonly mark: (at: NodePath, key: string) => void;
  /** Nothing of the mapping is known. */
  readonly markAll: (at: NodePath) => void;
  readonly isKnown: IsKnown;
  /** Whether every mapping has these keys, or means what it says without them. */
  readonly isEverywhereKnown: (keys: readonly string[]) => boolean;
}

/** Makes the notes of a document of which everything is known. */
export function createGaps(): Gaps {
  const unknown = new Map<string, Set<string> | 'all'>();
  const lost = (at: NodePath): ReadonlySet<string> | 'all' | undefined => unknown.get(toPointer(at));
  return {
    mark: (at, key) => {
      const keys = lost(at) ?? new Set<string>();
      if (keys !== 'all') unknown.set(toPointer(at), new Set([...keys, key]));
    },
    markAll: (at) => unknown.set(toPointer(at), 'all'),
    isKnown: (at, keys) => covers(lost(at), keys),
    isEverywhereKnown: (keys) => [...unknown.values()].every((gap) => covers(gap, keys)),
  };
}

const covers = (gap: ReadonlySet<string> | 'all' | undefined, keys: readonly string[]): boolean =>
  gap === undefined || (gap !== 'all' && !keys.some((key) => gap.has(key)));
