/** Paths for the oracle: strict canonical paths (S5), and matching by trying every way a glob could mean it. */
import type { MatchType } from '../../src/model/document.ts';

/**
 * Reads a raw path strictly.
 * @returns the decoded path; undefined when the request is answered with 400
 */
export function canonicalPath(raw: string): string | undefined {
  const octets: number[] = [];
  for (let i = 0; i < raw.length; i++) {
    if (raw[i] !== '%') {
      octets.push(...Buffer.from(raw[i] as string, 'latin1'));
      continue;
    }
    const hex = raw.slice(i + 1, i + 3);
    if (!/^[0-9a-f]{2}$/i.test(hex) || /^(?:2f|5c|23)$/i.test(hex)) return undefined;
    octets.push(Number.parseInt(hex, 16));
    i += 2;
  }
  let path: string;
  try {
    path = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(octets));
  } catch {
    return undefined;
  }
  if (!path.startsWith('/') || /[\\#]/.test(path) || path.includes('..;') || path.includes('//'))
    return undefined;
  if ([...path].some((char) => char.charCodeAt(0) < 32 || char.charCodeAt(0) === 127)) return undefined;
  if (raw.includes(' ')) return undefined;
  const dots = path.split('/').some((segment) => ['.', '..'].includes(segment.split(';')[0] as string));
  return dots ? undefined : path;
}

/** Cuts a pattern into segments; braces may hold slashes. */
const cut = (pattern: string): string[] =>
  (pattern.match(/(?:\{(?:[^{}]|\{[^{}]*\})*\}|[^/{}])+|(?<=\/)(?=\/|$)/g) ?? []) as string[];

const isRegex = (pattern: string, type: MatchType): boolean =>
  type === 'regex' || (type === 'auto' && pattern.startsWith('~'));

function regexOf(pattern: string): string {
  const source = pattern.replace(/^~\s*/, '');
  return source.startsWith('^') || source.endsWith('$') ? source : `^(?:${source})$`;
}

/** A glob's segments; a trailing `*` or `**`, and every `prefix`, ends in the one kind of `**` that also takes nothing. */
function globSegments(pattern: string, type: MatchType): string[] {
  const segments = cut(pattern);
  if (type === 'prefix') {
    while (['', '*', '**'].includes(segments.at(-1) ?? '-')) segments.pop();
    return [...segments, '**'];
  }
  if (type === 'auto' && segments.at(-1) === '*') return [...segments.slice(0, -1), '**'];
  return segments;
}

function segmentMatches(pattern: string, text: string, type: MatchType): boolean {
  if (type === 'exact') return pattern === text;
  const test = /^\{\w+:(.+)\}$/.exec(pattern);
  if (test) return text !== '' && new RegExp(`^(?:${test[1]})$`).test(text);
  if (pattern === '*' || /^:\w+$/.test(pattern) || /^\{\w+\}$/.test(pattern)) return text !== '';
  if (!pattern.includes('*')) return pattern === text;
  return new RegExp(`^${pattern.replace(/[.+?^$(){}|[\]\\]/g, '\\$&').replace(/\*+/g, '.*')}$`).test(text);
}

function globMatches(patterns: readonly string[], texts: readonly string[], type: MatchType): boolean {
  const [pattern, ...others] = patterns;
  if (pattern === undefined) return texts.length === 0;
  if (pattern === '**' && type !== 'exact')
    return Array.from({ length: texts.length + 1 }, (_, n) => n).some((n) =>
      globMatches(others, texts.slice(n), type),
    );
  const [text, ...rest] = texts;
  return text !== undefined && segmentMatches(pattern, text, type) && globMatches(others, rest, type);
}

/** Says whether a pattern takes a canonical path. */
export function pathMatches(pattern: string, type: MatchType, path: string): boolean {
  if (isRegex(pattern, type)) return new RegExp(regexOf(pattern)).test(path);
  if (type === 'exact' || (type === 'auto' && !/[*:{}]/.test(pattern))) return pattern === path;
  return globMatches(globSegments(pattern, type), path.slice(1).split('/'), type);
}

/** What makes a pattern more specific, smaller first, in the order of the language: exact; literal segments; parameters, globs, regexes. */
export interface Specificity {
  readonly shape: number;
  readonly literals: number;
  readonly family: number;
  readonly length: number;
  readonly constrained: number;
}

const NONE = { shape: 1, literals: 0, family: 2, length: 0, constrained: 0 };

/** Measures a pattern. */
export function specificityOf(pattern: string, type: MatchType): Specificity {
  if (isRegex(pattern, type)) {
    const steps = regexOf(pattern)
      .replace(/^\^(?:\(\?:)?\//, '')
      .split('/');
    const literals = steps.findIndex((step, i) => i === steps.length - 1 || !/^[\w-]+$/.test(step));
    return { ...NONE, literals: -literals };
  }
  const segments = type === 'exact' ? [pattern] : globSegments(pattern, type);
  const literal = (segment: string): boolean => !/[*{}]|^:/.test(segment);
  if (type === 'exact' || segments.every(literal)) return { ...NONE, shape: 0, family: 0 };
  const literals = -segments.filter(literal).length;
  const deep = segments.some((s, i) => s === '**' && segments.slice(i + 1).some((later) => later !== '**'));
  if (deep) return { ...NONE, literals, family: 1 };
  const rest = segments.at(-1) === '**';
  const named = segments.filter((segment) => segment !== '**');
  const constrained = -named.filter((s) => /^\{\w+:/.test(s) || (s.includes('*') && s !== '*')).length;
  return { shape: 1, literals, family: rest ? 1 : 0, length: -named.length, constrained };
}
