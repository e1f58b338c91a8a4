import type { PatternProblem, Segment } from './pattern.ts';

/** A segment as written: {@link Segment}, or `deep` for `**`. */
export type RawSegment = Segment | { readonly kind: 'deep' };

const PARAMETER = /^(?::([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?::(.+))?\})$/;

/**
 * Escapes a text so that a regex takes it literally.
 * @param text any text
 */
export const escapeRegex = (text: string): string => text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');

/**
 * Splits a path at `/`, but not inside `{name:regex}`.
 * @param path starts with `/`
 * @returns at least one segment; a trailing `/` gives a last empty one
 */
export function splitSegments(path: string): string[] {
  const out: string[] = [];
  let depth = 0;
  let current = '';
  for (const char of path.slice(1)) {
    if (char === '{') depth += 1;
    else if (char === '}') depth -= 1;
    if (char === '/' && depth === 0) {
      out.push(current);
      current = '';
    } else current += char;
  }
  out.push(current);
  return out;
}

/**
 * Reads one segment of a glob: a literal, `*`, `**`, a parameter, or text with `*` in it.
 * @param part the segment as written
 * @returns the segment, or why it is none
 */
export function parseSegment(part: string): RawSegment | PatternProblem {
  if (part === '*') return { kind: 'any' };
  if (part === '**') return { kind: 'deep' };
  const parameter = PARAMETER.exec(part);
  if (parameter) {
    const name = (parameter[1] ?? parameter[2]) as string;
    return parameter[3] === undefined ? { kind: 'any', name } : { kind: 'any', name, test: parameter[3] };
  }
  if (/^[:{]|[{}]/.test(part))
    return {
      problem: `segment "${part}" is not a parameter`,
      help: 'a parameter is a whole segment: ":name", "{name}" or "{name:regex}"',
    };
  if (part.includes('*')) return { kind: 'any', test: part.split(/\*+/).map(escapeRegex).join('[^/]*') };
  return { kind: 'literal', text: part };
}
