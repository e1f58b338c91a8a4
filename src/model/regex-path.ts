import type { PathPattern, PatternProblem } from './pattern.ts';
import { scanRegex } from './regex.ts';

/**
 * Reads a path that is a regex. It is anchored at both ends unless it says otherwise itself.
 * @param source the regex, without the leading `~`
 * @returns the pattern, or why no regex engine takes it
 */
export function parseRegexPath(source: string): PathPattern | PatternProblem {
  if (source === '') return { problem: 'the regex is empty', help: 'write "~^/path/[0-9]+$"' };
  const shape = scanRegex(source);
  if (shape.kind === 'problem')
    return {
      problem: `the regex "${source}" is not valid: ${shape.problem}`,
      help: 'mend the regex; it is read as PCRE',
    };
  const starts = source.startsWith('^') || source.startsWith('\\A');
  const ends = /(?:^|[^\\])(?:\\\\)*\$$/.test(source) || source.endsWith('\\z');
  const anchored = starts || ends ? source : `^(?:${source})$`;
  const numbers = Array.from({ length: shape.groups }, (_, i) => String(i + 1));
  return {
    kind: 'regex',
    source: anchored,
    prefix: starts || !ends ? literalPrefix(source) : [],
    names: [...shape.names, ...numbers],
  };
}

/** Whether a `|` stands outside of every group and class, so that the regex has several beginnings. */
function hasAlternatives(body: string): boolean {
  const flat = body.replace(/\\Q[\s\S]*?(?:\\E|$)|\\./g, '').replace(/\[\^?\]?[^\]]*\]/g, '');
  let depth = 0;
  for (const char of flat) {
    if (char === '(') depth += 1;
    else if (char === ')') depth -= 1;
    else if (char === '|' && depth === 0) return true;
  }
  return false;
}

/** Whole literal segments every match of an anchored regex starts with; errs on the short side. */
function literalPrefix(source: string): string[] {
  const body = source.replace(/^(?:\^|\\A)/, '');
  if (/\(\?\^?[a-zA-Z-]*[ix]/.test(body) || hasAlternatives(body)) return [];
  const literal = /^(?:[\w\-/~%,@=;:&!']|\\[.\-/])*/.exec(body) as RegExpExecArray;
  let text = literal[0];
  if (/^[*+?{]/.test(body.slice(text.length))) text = text.replace(/(?:\\.|.)$/s, '');
  const whole = text.slice(0, text.lastIndexOf('/') + 1).replaceAll('\\', '');
  return whole.startsWith('/') && !whole.includes('//') ? whole.split('/').filter((s) => s !== '') : [];
}
