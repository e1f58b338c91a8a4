import type { Span } from '../diagnostics/diagnostic.ts';
import type { Locate } from '../diagnostics/locate.ts';
import type { NodePath } from '../model/path.ts';

/** Keys of the document and the other keys a user may have written them under. */
const WRITTEN: Readonly<Record<string, readonly string[]>> = {
  paths: ['path', 'paths'],
  hosts: ['hosts', 'host'],
  methods: ['methods', 'method'],
  strip_prefix: ['strip_prefix', 'strip_path_prefix'],
  rewrite: ['rewrite', 'rewrite_path'],
  listen: ['listen', 'port', 'addr'],
};

/** Whether two places are the same stretch of the same file. */
export const sameSpan = (a: Span | undefined, b: Span | undefined): boolean =>
  a?.file === b?.file && a?.start.offset === b?.start.offset && a?.end.offset === b?.end.offset;

/**
 * Finds a place of the document in the user's file, also where the user wrote an alias, or one value in place of a list.
 * @param locate finds nodes by the keys the user wrote
 * @param at a path in canonical keys
 */
export function place(locate: Locate, at: NodePath): Span | undefined {
  const exact = locate(at);
  const cut = at.findLastIndex((key) => typeof key === 'string' && Object.hasOwn(WRITTEN, key));
  if (cut === -1) return exact;
  const parent = locate(at.slice(0, cut));
  if (!sameSpan(exact, parent)) return exact;
  for (const key of WRITTEN[at[cut] as string] as readonly string[]) {
    const found = locate([...at.slice(0, cut), key, ...at.slice(cut + 1)]);
    if (!sameSpan(found, parent)) return found;
  }
  return exact;
}
