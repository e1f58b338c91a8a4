/** Texts that a regex takes, made from its form. What this cannot read gives nothing, and every sample is tried before it is used. */
import { toJavaScript } from '../../check/regex/translate.ts';
import { matcherOf } from '../decide/regex.ts';

/** Makes one text; even variants take the first alternative and repeat at least once, odd ones take the last and repeat least. */
type Make = (variant: number) => string;

const VARIANTS = [0, 1, 2, 3] as const;

/**
 * Texts a regex takes.
 * @param pcre a regex
 * @returns a few different ones, none when the regex is beyond this
 */
export function samplesOf(pcre: string): readonly string[] {
  const translated = toJavaScript(pcre.replace(/^(\^?)\(\?i\)/, '$1'));
  const make = translated && read(translated.source);
  if (!make) return [];
  const matches = matcherOf(pcre);
  return [...new Set(VARIANTS.map(make))].filter((text) => matches(text) === true);
}

interface Reader {
  readonly text: string;
  at: number;
}

class Unreadable extends Error {}

function read(source: string): Make | undefined {
  const reader: Reader = { text: source, at: 0 };
  try {
    const make = alternatives(reader);
    return reader.at === source.length ? make : undefined;
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

const peek = (reader: Reader): string => reader.text[reader.at] ?? '';

function take(reader: Reader, token: RegExp): RegExpExecArray | null {
  const found = token.exec(reader.text.slice(reader.at));
  if (found) reader.at += found[0].length;
  return found;
}

function alternatives(reader: Reader): Make {
  const options = [sequence(reader)];
  while (take(reader, /^\|/)) options.push(sequence(reader));
  return (variant) => (options[variant % 2 === 0 ? 0 : options.length - 1] as Make)(variant >> 1);
}

function sequence(reader: Reader): Make {
  const parts: Make[] = [];
  while (reader.at < reader.text.length && !/[|)]/.test(peek(reader))) parts.push(repeated(reader));
  return (variant) => parts.map((part) => part(variant)).join('');
}

function repeated(reader: Reader): Make {
  const make = atom(reader);
  const found = take(reader, /^(?:([*+?])|\{(\d+)(?:,\d*)?\})\??/);
  if (!found) return make;
  const [, sign, count] = found;
  const least = sign === undefined ? Number(count) : sign === '+' ? 1 : 0;
  if (least > 64) throw new Unreadable();
  return (variant) => make(variant).repeat(variant % 2 === 0 ? Math.max(least, 1) : least);
}

/** Stand for what an escape or a class takes. */
const ESCAPED: Readonly<Record<string, string>> = { d: '7', w: 'x', s: ' ', D: 'x', W: '-', S: 'x' };
const TRIED = 'x7a-_.A0zZ~/ !';

function atom(reader: Reader): Make {
  if (take(reader, /^(?:\^|\$|\\b)/)) return () => '';
  if (take(reader, /^\((?:\?:|\?<[A-Za-z_]\w*>|(?!\?))/)) {
    const inner = alternatives(reader);
    if (!take(reader, /^\)/)) throw new Unreadable();
    return inner;
  }
  if (take(reader, /^\./)) return () => 'x';
  const set = take(reader, /^\[(?:\\.|[^\]\\])+\]/);
  if (set) return member(set[0]);
  const escaped = take(reader, /^\\(.)/)?.[1];
  if (escaped !== undefined) return literal(ESCAPED[escaped] ?? escaped, escaped);
  const plain = take(reader, /^[^()[\]{}*+?|\\]/)?.[0];
  if (plain === undefined) throw new Unreadable();
  return () => plain;
}

function literal(text: string, escaped: string): Make {
  if (/[A-Za-z0-9]/.test(escaped) && ESCAPED[escaped] === undefined) throw new Unreadable();
  return () => text;
}

function member(set: string): Make {
  const test = new RegExp(`^${set}$`);
  const first = /^\[(?!\^)\\?(.)/.exec(set)?.[1] ?? '';
  const text = [...TRIED, first].find((one) => test.test(one));
  if (text === undefined) throw new Unreadable();
  return () => text;
}
