/**
 * The only makers of text for nginx.conf (S1, S2). A token is one nginx word, already quoted; templates print tokens and nothing else.
 */
import type { NodePath } from '../model/path.ts';
import type { Bytes, Duration } from '../model/units.ts';

/** One printable nginx word, and the place in the document it came from. */
export class Token {
  readonly text: string;
  readonly at: NodePath | undefined;

  /**
   * @param text finished nginx text
   * @param at where it came from, for the source map
   */
  constructor(text: string, at?: NodePath) {
    this.text = text;
    this.at = at;
  }
}

/** nginx refuses a word of 4,096 bytes; long lists belong in the data file. */
const LONGEST_WORD = 4_000;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
const CONTROL = /[\u0000-\u001f\u007f]/;

function checked(text: string): string {
  if (CONTROL.test(text)) throw new Error(`a control character reached the emitter: ${JSON.stringify(text)}`);
  if (Buffer.byteLength(text) > LONGEST_WORD)
    throw new Error(`a word of ${Buffer.byteLength(text)} bytes reached the emitter`);
  return text;
}

/**
 * A word as nginx reads it, for directives that expand no variables (paths of `include`, names of servers, certificates).
 * @param text any text without control characters
 * @param at where it came from
 */
export function word(text: string, at?: NodePath): Token {
  const safe = checked(text);
  return new Token(/^[\w./:*@%+,=[\]-]+$/.test(safe) ? safe : `"${safe.replace(/["\\]/g, '\\$&')}"`, at);
}

/**
 * Literal text for directives that expand variables: `$` becomes a variable that holds a dollar sign.
 * @param text any text without control characters
 * @param at where it came from
 */
export function literal(text: string, at?: NodePath): Token {
  return new Token(
    `"${checked(text)
      .replace(/["\\]/g, '\\$&')
      .replaceAll('$', '$' + '{gw_dollar}')}"`,
    at,
  );
}

/**
 * An identifier: of an upstream or a location. Checked by the schema before, so anything else is our fault.
 * @param text `[A-Za-z0-9._:-]`, at most 80
 * @param at where it came from
 */
export function identifier(text: string, at?: NodePath): Token {
  if (!/^[A-Za-z0-9._:-]{1,80}$/.test(text)) throw new Error(`not an identifier: ${JSON.stringify(text)}`);
  return new Token(text, at);
}

/**
 * A word of nginx's own language, from our source.
 * @param text for example `on` or `$gw_uri`
 */
export function keyword<Text extends string>(text: Text): Token {
  return new Token(text);
}

/** A whole number. */
export function integer(value: number, at?: NodePath): Token {
  if (!Number.isSafeInteger(value)) throw new Error(`not an integer: ${value}`);
  return new Token(String(value), at);
}

/** A duration: whole seconds where it is some, else milliseconds. */
export const duration = (value: Duration, at?: NodePath): Token => {
  integer(value);
  return new Token(value % 1000 === 0 ? `${value / 1000}s` : `${value}ms`, at);
};

const KIB = 1024;

/** A size in the largest unit every directive takes (`k`, `m`) that is exact. */
export const size = (value: Bytes, at?: NodePath): Token => {
  integer(value);
  const [divisor, unit] =
    value > 0 && value % KIB ** 2 === 0
      ? [KIB ** 2, 'm']
      : value > 0 && value % KIB === 0
        ? [KIB, 'k']
        : [1, ''];
  return new Token(`${value / divisor}${unit}`, at);
};

/** `on` or `off`. */
export const flag = (value: boolean): Token => new Token(value ? 'on' : 'off');
