import type { PathPattern, Segment } from '../../model/pattern.ts';
import type { Maybe } from './condition.ts';
import { matcherOf } from './regex.ts';

/**
 * Says whether a pattern takes a path.
 * @param pattern a pattern
 * @param path decoded and canonical
 * @param segments the path cut at its slashes
 */
export function patternTakes(pattern: PathPattern, path: string, segments: readonly string[]): Maybe {
  switch (pattern.kind) {
    case 'exact':
      return pattern.path === path;
    case 'regex':
      if (!pattern.prefix.every((text, i) => segments[i] === text)) return false;
      return matcherOf(pattern.source)(path);
    case 'segments': {
      const { length } = pattern.segments;
      if (pattern.rest ? segments.length < length : segments.length !== length) return false;
      let result: Maybe = true;
      for (const [i, segment] of pattern.segments.entries()) {
        const one = segmentTakes(segment, segments[i] as string);
        if (one === false) return false;
        if (one === undefined) result = undefined;
      }
      return result;
    }
  }
}

function segmentTakes(segment: Segment, text: string): Maybe {
  if (segment.kind === 'literal') return segment.text === text;
  if (text === '') return false;
  return segment.test === undefined ? true : matcherOf(`^(?:${segment.test})$`)(text);
}

/**
 * Says whether the host of a match takes a host.
 * @param wanted of the match: a name, `*.` and a name, or undefined for any
 * @param host lower case, without port
 */
export function hostTakes(wanted: string | undefined, host: string): boolean {
  if (wanted === undefined || wanted === host) return true;
  return wanted.startsWith('*.') && host.endsWith(wanted.slice(1)) && host.length >= wanted.length;
}
