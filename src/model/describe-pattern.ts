import type { PathPattern } from './pattern.ts';

/**
 * Writes a pattern the way it is written in a document. Equal patterns give equal texts, however they were spelt.
 * @param pattern a pattern
 */
export function describePattern(pattern: PathPattern): string {
  if (pattern.kind === 'exact') return pattern.path;
  if (pattern.kind === 'regex') return `~${pattern.source}`;
  const segments = pattern.segments.map((segment) => {
    if (segment.kind === 'literal') return segment.text;
    const { name = '', test } = segment;
    if (test !== undefined) return `{${name}:${test}}`;
    return name === '' ? '*' : `{${name}}`;
  });
  return `/${[...segments, ...(pattern.rest ? ['**'] : [])].join('/')}`;
}
