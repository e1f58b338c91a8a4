import type { IncludePattern } from '../input/loaded.ts';

/** What a configuration depends on. */
export interface Watched {
  /** Absolute names, of files that may be missing too. */
  readonly files: readonly string[];
  /** Patterns that further files may come to match. */
  readonly patterns: readonly IncludePattern[];
}

/**
 * What two configurations depend on together: a broken one does not tell all, so what the last sound one named stays watched.
 * @param one a configuration
 * @param other another
 */
export const together = (one: Watched, other: Watched): Watched => ({
  files: [...new Set([...one.files, ...other.files])],
  patterns: [...one.patterns, ...other.patterns].filter(
    ({ directory, pattern }, i, all) =>
      all.findIndex((known) => known.directory === directory && known.pattern === pattern) === i,
  ),
});
