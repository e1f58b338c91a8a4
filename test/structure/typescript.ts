// What a TypeScript file imports and which globals it uses, read from its tokens: TypeScript 7 offers no compiler API,
// and a plain search would take comments and strings for code.

/** `text` is the identifier, the punctuation character, or the content of a plain string. */
export interface Token {
  readonly kind: 'word' | 'string' | 'punctuation';
  readonly text: string;
  readonly line: number;
}

/** A module a file depends on, by whichever form of import or re-export. */
export interface Import {
  readonly specifier: string;
  readonly line: number;
}

/** After these, a slash begins a regular expression; after other words and after `)` `]` `}` it divides. */
const BEFORE_REGEXP = new Set([
  'return',
  'typeof',
  'case',
  'in',
  'of',
  'delete',
  'void',
  'throw',
  'await',
  'yield',
]);

const SPACE = /\s+/y;
const COMMENT = /\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const WORD = /[\p{L}_$#][\p{L}\p{N}_$]*|\d[\w.]*/uy;
const STRING = /'(?:\\[\s\S]|[^'\\\n])*'|"(?:\\[\s\S]|[^"\\\n])*"/y;
const REGEXP = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/\w*/y;
/** A piece of a template: up to its end, or up to a substitution. */
const TEMPLATE = /(?:\\[\s\S]|\$(?!\{)|[^`\\$])*(`|\$\{)/y;

/**
 * Splits a source text. Comments, regular expressions and the text of templates are left out; the code inside a
 * template's substitutions is not.
 */
export function tokens(source: string): Token[] {
  const found: Token[] = [];
  const braces: ('block' | 'template')[] = [];
  let at = 0;
  let line = 1;

  /** Matches at the current position and steps over what matched. */
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    if (!match) return undefined;
    at += match[0].length;
    line += match[0].split('\n').length - 1;
    return match;
  };
  const template = () => {
    if (take(TEMPLATE)?.[1] === '${') braces.push('template');
  };
  const divides = () => {
    const last = found.at(-1);
    if (!last) return false;
    if (last.kind === 'punctuation') return ')]}'.includes(last.text);
    return !BEFORE_REGEXP.has(last.text);
  };

  while (at < source.length) {
    if (take(SPACE) || take(COMMENT)) continue;
    const start = line;
    const word = take(WORD);
    if (word) {
      found.push({ kind: 'word', text: word[0], line: start });
      continue;
    }
    const string = take(STRING);
    if (string) {
      found.push({ kind: 'string', text: string[0].slice(1, -1), line: start });
      continue;
    }
    if (source[at] === '/' && !divides() && take(REGEXP)) continue;
    const mark = source[at] ?? '';
    at += 1;
    if (mark === '`') template();
    else if (mark === '}' && braces.pop() === 'template') template();
    else found.push({ kind: 'punctuation', text: mark, line: start });
    if (mark === '{') braces.push('block');
  }
  return found;
}

/** Every module a source names: `import`, `import type`, `export … from`, `import()`, `import('x').T`, `require()`. */
export function importsOf(source: string): Import[] {
  const all = tokens(source);
  return all.flatMap((token, index) => {
    if (token.kind !== 'string') return [];
    const [last, lastButOne] = [all[index - 1], all[index - 2]];
    const called = last?.text === '(' && ['import', 'require'].includes(lastButOne?.text ?? '');
    const declared = last?.kind === 'word' && ['from', 'import'].includes(last.text);
    return called || declared ? [{ specifier: token.text, line: token.line }] : [];
  });
}

/**
 * Lines on which a global object is used (`process.env`, `globalThis.process`); a property or key of that name elsewhere
 * is something else.
 */
export function usesOf(source: string, name: string): number[] {
  const all = tokens(source);
  return all.flatMap((token, index) => {
    if (token.kind !== 'word' || token.text !== name) return [];
    const isMember = all[index - 1]?.text === '.' && all[index - 2]?.text !== 'globalThis';
    const isUsed = ['.', '[', '?'].includes(all[index + 1]?.text ?? '');
    return !isMember && isUsed ? [token.line] : [];
  });
}
