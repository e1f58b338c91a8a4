import type { PathPattern } from '../../model/pattern.ts';

/**
 * The segments of a pattern as far as they are fixed.
 * @param pattern a pattern
 * @returns literal texts, and undefined for a segment that varies; of a regex only what every match begins with
 */
export function segmentsOf(pattern: PathPattern): readonly (string | undefined)[] {
  switch (pattern.kind) {
    case 'exact':
      return pattern.path.slice(1).split('/');
    case 'segments':
      return pattern.segments.map((segment) => (segment.kind === 'literal' ? segment.text : undefined));
    case 'regex':
      return pattern.prefix;
  }
}

/**
 * Whether a pattern takes paths that are longer than its segments.
 * @param pattern a pattern
 */
export const isOpen = (pattern: PathPattern): boolean =>
  pattern.kind === 'regex' || (pattern.kind === 'segments' && pattern.rest);
