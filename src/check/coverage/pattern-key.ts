import type { PathPattern } from '../../model/pattern.ts';

/**
 * A text that is equal for patterns that take the same paths whatever their parameters are called.
 * @param pattern a pattern
 */
export function patternKey(pattern: PathPattern): string {
  switch (pattern.kind) {
    case 'exact':
      return `=${pattern.path}`;
    case 'regex':
      return `~${pattern.source.replace(/\(\?P?<[A-Za-z_]\w*>/g, '(')}`;
    case 'segments':
      return JSON.stringify([
        pattern.segments.map((s) => (s.kind === 'literal' ? s.text : [s.test ?? ''])),
        pattern.rest,
      ]);
  }
}
