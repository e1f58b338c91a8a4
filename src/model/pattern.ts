/**
 * Path patterns: what a route's `path` means (design of the language, "Matching").
 * All texts are decoded, canonical paths: `/` separates segments and nothing is percent-encoded.
 */

/** One segment of a pattern. `test` is a PCRE the whole segment must match. */
export type Segment =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'any'; readonly name?: string; readonly test?: string };

/**
 * - `exact`: this path and no other.
 * - `segments`: these segments; with `rest`, anything below them too (`/a/**` matches `/a`, `/a/` and `/a/b`). The rest is captured as `rest`.
 * - `regex`: a PCRE over the whole path, searched only below its literal `prefix` segments. `names` are its captures in order.
 */
export type PathPattern =
  | { readonly kind: 'exact'; readonly path: string }
  | { readonly kind: 'segments'; readonly segments: readonly Segment[]; readonly rest: boolean }
  | { readonly kind: 'regex'; readonly source: string; readonly prefix: readonly string[]; readonly names: readonly string[] };

/** Why a text is not a pattern: a constant message and the way out. */
export interface PatternProblem {
  readonly problem: string;
  readonly help: string;
}

const PARAMETER = /^(?::([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?::(.+))?\})$/;
const META = /[*:{}]/;

const escapeRegex = (text: string): string => text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');

/** Splits at `/`, but not inside `{name:regex}`. */
function splitSegments(path: string): string[] {
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
 * Reads a route's path.
 * @param text the path as written
 * @param type the route's `match_type`
 * @returns the pattern, or why it is none
 */
export function parsePattern(text: string, type: 'auto' | 'exact' | 'prefix' | 'regex'): PathPattern | PatternProblem {
  if (type === 'regex' || (type === 'auto' && text.startsWith('~'))) return parseRegex(text.replace(/^~\s*/, ''));
  if (!text.startsWith('/')) return { problem: `path "${text}" does not start with "/"`, help: 'start the path with "/", or with "~" for a regex' };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
  if (/[\u0000-\u001f\u007f\\?#]/.test(text)) return { problem: `path "${text}" holds a character no request path can hold`, help: 'remove control characters, "\\", "?" and "#"; the query is matched with `query:`' };
  if (type === 'exact') return { kind: 'exact', path: text };
  if (type === 'prefix') {
    const bare = text.replace(/\/(?:\*\*?)?$/, '');
    return { kind: 'segments', segments: splitSegments(bare === '' ? '/' : bare).filter((s) => s !== '').map((s) => ({ kind: 'literal', text: s })), rest: true };
  }
  return META.test(text) ? parseSegments(text) : { kind: 'exact', path: text };
}

function parseSegments(text: string): PathPattern | PatternProblem {
  const raw = splitSegments(text);
  const rest = raw.at(-1) === '**' || raw.at(-1) === '*';
  if (rest) raw.pop();
  const names = new Set<string>();
  const segments: Segment[] = [];
  for (const part of raw) {
    const segment = parseSegment(part);
    if ('problem' in segment) return segment;
    if (segment.kind === 'any' && segment.name !== undefined) {
      if (names.has(segment.name) || segment.name === 'rest') return { problem: `path "${text}" captures "${segment.name}" twice`, help: 'give each parameter a name of its own; "rest" names what a trailing "/**" matched' };
      names.add(segment.name);
    }
    segments.push(segment);
  }
  if (raw.includes('**')) return deepGlob(segments, rest);
  if (segments.some((s, i) => s.kind === 'literal' && s.text === '' && i < segments.length - 1)) return { problem: `path "${text}" holds an empty segment`, help: 'write one "/" between segments' };
  return { kind: 'segments', segments, rest };
}

function parseSegment(part: string): Segment | PatternProblem {
  if (part === '*') return { kind: 'any' };
  if (part === '**') return { kind: 'any', name: '**' };
  const parameter = PARAMETER.exec(part);
  if (parameter) {
    const name = (parameter[1] ?? parameter[2]) as string;
    return parameter[3] === undefined ? { kind: 'any', name } : { kind: 'any', name, test: parameter[3] };
  }
  if (/^[:{]|[{}]/.test(part)) return { problem: `segment "${part}" is not a parameter`, help: 'a parameter is a whole segment: ":name", "{name}" or "{name:regex}"' };
  if (part.includes('*')) return { kind: 'any', test: part.split('*').map(escapeRegex).join('.*') };
  return { kind: 'literal', text: part };
}

/** `**` before the end: a regex over the path, behind the literal segments that come first. */
function deepGlob(segments: readonly Segment[], rest: boolean): PathPattern {
  const names: string[] = [];
  let source = '^';
  for (const segment of segments) {
    if (segment.kind === 'literal') source += `/${escapeRegex(segment.text)}`;
    else if (segment.name === '**') source += '(?:/.*)?';
    else if (segment.name === undefined) source += `/(?:${segment.test === undefined ? '[^/]+' : segment.test})`;
    else {
      names.push(segment.name);
      source += `/(?<${segment.name}>${segment.test ?? '[^/]+'})`;
    }
  }
  if (rest) source += '(?:/.*)?';
  const first = segments.findIndex((s) => s.kind !== 'literal');
  const prefix = segments.slice(0, first).map((s) => (s.kind === 'literal' ? s.text : ''));
  return { kind: 'regex', source: `${source}$`, prefix, names };
}

function parseRegex(source: string): PathPattern | PatternProblem {
  if (source === '') return { problem: 'the regex is empty', help: 'write "~^/path/[0-9]+$"' };
  const starts = source.startsWith('^') || source.startsWith('\\A');
  const ends = /(?:^|[^\\])(?:\\\\)*\$$/.test(source) || source.endsWith('\\z');
  const anchored = starts || ends ? source : `^(?:${source})$`;
  const names = [...source.matchAll(/\(\?P?<([A-Za-z_]\w*)>/g)].map((m) => m[1] as string);
  return { kind: 'regex', source: anchored, prefix: starts || !ends ? literalPrefix(source) : [], names };
}

/** Whole literal segments every match of an anchored regex starts with; errs on the short side. */
function literalPrefix(source: string): string[] {
  const body = source.replace(/^(?:\^|\\A)/, '');
  if (/\(\?[a-zA-Z-]*[ix]/.test(body)) return [];
  let depth = 0;
  for (let i = 0; i < body.length; i++) {
    if (body[i] === '\\') i++;
    else if (body[i] === '(' || body[i] === '[') depth++;
    else if (body[i] === ')' || body[i] === ']') depth--;
    else if (body[i] === '|' && depth === 0) return [];
  }
  const literal = /^(?:[\w\-/~%,@=;:&!' ]|\\[.\-/])*/.exec(body) as RegExpExecArray;
  let text = literal[0];
  if (/^[*+?{]/.test(body.slice(text.length))) text = text.replace(/(?:\\.|.)$/s, '');
  const whole = text.slice(0, text.lastIndexOf('/') + 1).replaceAll('\\', '');
  return whole.startsWith('/') ? whole.split('/').filter((s) => s !== '') : [];
}

/**
 * Specificity of a pattern, compared element by element, smaller first:
 * exact before all; then more literal segments; then parameters before globs before regexes; then longer; then constrained.
 * @param pattern a pattern
 * @returns a tuple of five numbers
 */
export function specificity(pattern: PathPattern): readonly [number, number, number, number, number] {
  if (pattern.kind === 'exact') return [0, 0, 0, 0, 0];
  if (pattern.kind === 'regex') return [1, -pattern.prefix.length, 2, 0, 0];
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
