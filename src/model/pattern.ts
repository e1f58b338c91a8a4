/**
 * Path patterns: what a route's `path` means (design of the language, "Matching").
 * All texts are decoded, canonical paths: `/` separates segments and nothing is percent-encoded.
 */
import { parseRegexPath } from './regex-path.ts';
import { escapeRegex, parseSegment, type RawSegment, splitSegments } from './segment.ts';

/** One segment of a pattern. `test` is a PCRE the whole segment must match. A parameter takes one segment that is not empty. */
export type Segment =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'any'; readonly name?: string; readonly test?: string };

/**
 * - `exact`: this path and no other.
 * - `segments`: these segments; with `rest`, anything below them too (`/a/**` matches `/a`, `/a/` and `/a/b`). The rest is captured as `rest`.
 * - `regex`: a PCRE over the whole path, searched only below its literal `prefix` segments. `names` are its captures in order.
 *   `glob` is there when it was written as a glob with `**` in the middle, and says how many of its segments are literal.
 */
export type PathPattern =
  | { readonly kind: 'exact'; readonly path: string }
  | { readonly kind: 'segments'; readonly segments: readonly Segment[]; readonly rest: boolean }
  | {
      readonly kind: 'regex';
      readonly source: string;
      readonly prefix: readonly string[];
      readonly names: readonly string[];
      readonly glob?: { readonly literals: number };
    };

/** Why a text is not a pattern: a constant message and the way out. */
export interface PatternProblem {
  readonly problem: string;
  readonly help: string;
}

const META = /[*:{}]/;

/** What no canonical path holds, looked for outside of `{name:regex}`. */
const NEVER: readonly (readonly [RegExp, string, string])[] = [
  [
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
    /[\u0000-\u001f\u007f\\?#]/,
    'holds a character no request path can hold',
    'remove control characters, "\\", "?" and "#"; the query is matched with `query:`',
  ],
  [/%[0-9a-fA-F]{2}/, 'is percent-encoded', 'write the decoded character: paths are compared after decoding'],
  [
    /\/\.\.?(?:\/|$)/,
    'holds a dot segment',
    'write the path that is meant: no canonical path holds "." or ".."',
  ],
  [/\/\//, 'holds an empty segment', 'write one "/" between segments'],
];

/**
 * Reads a route's path.
 * @param text the path as written
 * @param type the route's `match_type`
 * @returns the pattern, or why it is none
 */
export function parsePattern(
  text: string,
  type: 'auto' | 'exact' | 'prefix' | 'regex',
): PathPattern | PatternProblem {
  if (type === 'regex' || (type === 'auto' && text.startsWith('~')))
    return parseRegexPath(text.replace(/^~\s*/, ''));
  if (!text.startsWith('/'))
    return {
      problem: `path "${text}" does not start with "/"`,
      help: 'start the path with "/", or with "~" for a regex',
    };
  const bare = type === 'exact' ? text : text.replace(/\{[A-Za-z_]\w*:(?:[^{}]|\{[^{}]*\})*\}/g, '{}');
  for (const [never, problem, help] of NEVER)
    if (never.test(bare)) return { problem: `path "${text}" ${problem}`, help };
  if (type === 'exact') return { kind: 'exact', path: text };
  if (type === 'prefix') return parseGlob(`${text.replace(/\/(?:\*\*?)?$/, '')}/**`);
  return META.test(text) ? parseGlob(text) : { kind: 'exact', path: text };
}

function parseGlob(text: string): PathPattern | PatternProblem {
  const raw = splitSegments(text);
  const rest = raw.at(-1) === '**' || raw.at(-1) === '*';
  if (rest) raw.pop();
  while (rest && raw.at(-1) === '**') raw.pop();
  const names = new Set<string>();
  const segments: RawSegment[] = [];
  for (const part of raw) {
    const segment = parseSegment(part);
    if ('problem' in segment) return segment;
    if (segment.kind === 'any' && segment.name !== undefined) {
      if (names.has(segment.name) || segment.name === 'rest')
        return {
          problem: `path "${text}" captures "${segment.name}" twice`,
          help: 'give each parameter a name of its own; "rest" names what a trailing "/**" matched',
        };
      names.add(segment.name);
    }
    segments.push(segment);
  }
  if (!rest && segments.every((s) => s.kind === 'literal')) return { kind: 'exact', path: text };
  const plain = segments.filter((s) => s.kind !== 'deep');
  if (plain.length === segments.length) return { kind: 'segments', segments: plain, rest };
  if (plain.some((s) => s.kind === 'any' && s.name !== undefined && s.test !== undefined))
    return {
      problem: `path "${text}" has both an inner "**" and a parameter with a regex`,
      help: 'write the whole path as a regex, for example "~^/a/(?:.*/)?(?<id>[0-9]+)$"',
    };
  return deepGlob(segments, rest);
}

/** `**` before the end: a regex over the path, behind the literal segments that come first. */
function deepGlob(segments: readonly RawSegment[], rest: boolean): PathPattern {
  const names: string[] = [];
  let source = '^';
  for (const segment of segments) {
    if (segment.kind === 'literal') source += `/${escapeRegex(segment.text)}`;
    else if (segment.kind === 'deep') source += '(?:/.*)?';
    else if (segment.name === undefined) source += `/${segment.test ?? '[^/]+'}`;
    else {
      names.push(segment.name);
      source += `/(?<${segment.name}>[^/]+)`;
    }
  }
  if (rest) source += '(?:/(?<rest>.*))?';
  const first = segments.findIndex((s) => s.kind !== 'literal');
  const prefix = segments.slice(0, first).map((s) => (s.kind === 'literal' ? s.text : ''));
  const literals = segments.filter((s) => s.kind === 'literal').length;
  return {
    kind: 'regex',
    source: `${source}$`,
    prefix,
    names: rest ? [...names, 'rest'] : names,
    glob: { literals },
  };
}

/**
 * Specificity of a pattern, compared element by element, smaller first:
 * exact before all; then more literal segments; then parameters before globs before regexes; then longer; then constrained.
 * @param pattern a pattern
 * @returns a tuple of five numbers
 */
export function specificity(pattern: PathPattern): readonly [number, number, number, number, number] {
  if (pattern.kind === 'exact') return [0, 0, 0, 0, 0];
  if (pattern.kind === 'regex')
    return [1, -(pattern.glob?.literals ?? pattern.prefix.length), pattern.glob ? 1 : 2, 0, 0];
  const literals = pattern.segments.filter((s) => s.kind === 'literal').length;
  const tests = pattern.segments.filter((s) => s.kind === 'any' && s.test !== undefined).length;
  return [1, -literals, pattern.rest ? 1 : 0, -pattern.segments.length, -tests];
}

/**
 * The names a pattern captures, usable as `${path.name}`.
 * @param pattern a pattern
 */
export function captureNames(pattern: PathPattern): readonly string[] {
  if (pattern.kind === 'exact') return [];
  if (pattern.kind === 'regex') return pattern.names;
  const names = pattern.segments.flatMap((s) => (s.kind === 'any' && s.name !== undefined ? [s.name] : []));
  return pattern.rest ? [...names, 'rest'] : names;
}

/**
 * The literal segments every path of a pattern starts with: what `strip_prefix: true` takes away.
 * @param pattern a pattern
 * @returns decoded segments, without empty ones
 */
export function literalStart(pattern: PathPattern): readonly string[] {
  if (pattern.kind === 'regex') return pattern.prefix;
  if (pattern.kind === 'exact') return pattern.path.split('/').filter((segment) => segment !== '');
  const out: string[] = [];
  for (const segment of pattern.segments) {
    if (segment.kind !== 'literal') break;
    out.push(segment.text);
  }
  return out;
}
