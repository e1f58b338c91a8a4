import type { PathPattern, Segment } from '../../model/pattern.ts';
import { patternTakes } from '../decide/takes.ts';
import { samplesOf } from './sample.ts';

/** Stand for a parameter; the second for where the first is a route's own word. */
const FILL = ['x', '7'] as const;

/**
 * Paths a pattern takes.
 * @param pattern a pattern
 * @returns a few, the plainest first; none when its regex is beyond sampling
 */
export function pathsOf(pattern: PathPattern): readonly string[] {
  switch (pattern.kind) {
    case 'exact':
      return usable([pattern.path]);
    case 'regex':
      return usable(samplesOf(pattern.source).flatMap((text) => [text, `/${text}`])).filter(
        (path) => take(pattern, path) === true,
      );
    case 'segments': {
      const filled = FILL.map((fill) => pattern.segments.map((segment) => textFor(segment, fill)));
      const paths = filled.flatMap((texts) =>
        texts.some((text) => text === undefined) ? [] : [`/${texts.join('/')}`],
      );
      if (!pattern.rest) return usable(paths);
      const root = pattern.segments.length === 0;
      return usable(paths.flatMap((path) => (root ? ['/x', '/'] : [`${path}/x`, path, `${path}/x/7`])));
    }
  }
}

/**
 * Paths that two patterns both take.
 * @param a a pattern
 * @param b another
 * @returns some, if any were found
 */
export function commonPaths(a: PathPattern, b: PathPattern): readonly string[] {
  const merged = a.kind === 'segments' && b.kind === 'segments' ? mergeSegments(a, b) : [];
  return [...usable(merged), ...pathsOf(a), ...pathsOf(b)].filter(
    (path) => take(a, path) === true && take(b, path) === true,
  );
}

/** Whether a pattern takes a path; undefined when that is not known. */
export const take = (pattern: PathPattern, path: string): boolean | undefined =>
  patternTakes(pattern, path, path.slice(1).split('/'));

type Segments = Extract<PathPattern, { kind: 'segments' }>;

function mergeSegments(a: Segments, b: Segments): readonly string[] {
  const length = Math.max(a.segments.length, b.segments.length);
  return FILL.flatMap((fill) => {
    const texts = Array.from({ length }, (_, i) => {
      const both = [a.segments[i], b.segments[i]].filter((segment) => segment !== undefined);
      const literal = both.find((segment) => segment.kind === 'literal');
      const tested = both.find((segment) => segment.kind === 'any' && segment.test !== undefined);
      const segment = literal ?? tested ?? both[0];
      return segment && textFor(segment, fill);
    });
    return texts.some((text) => text === undefined) ? [] : [`/${texts.join('/')}`];
  });
}

function textFor(segment: Segment, fill: string): string | undefined {
  if (segment.kind === 'literal') return segment.text;
  if (segment.test === undefined) return fill;
  const samples = samplesOf(segment.test).filter((text) => text !== '' && !text.includes('/'));
  return samples[fill === FILL[0] ? 0 : samples.length - 1];
}

/** Only canonical paths: what no client can send is no witness. */
const usable = (paths: readonly string[]): readonly string[] => [...new Set(paths)].filter(isCanonical);

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
const NEVER = /[\u0000-\u001f\u007f\\#?]|\/\/|\.\.;|\/\.\.?(?:[;/]|$)/;

/**
 * Whether a path is one that a request can have after decoding.
 * @param path a decoded path
 */
export const isCanonical = (path: string): boolean => path.startsWith('/') && !NEVER.test(path);
