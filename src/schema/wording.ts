import type { Loaded } from '../input/loaded.ts';
import type { NodePath } from '../model/path.ts';

/** Words for a value in a message. Values from the environment and from files may be secret and are named by where they come from. */
export type Describe = (value: unknown, path: NodePath) => string;

const LONGEST = 60;

/** The user name and password of a URL. */
const CREDENTIALS = /\/\/[^/\s]*@/g;

/**
 * @param origin where the value at a place came from
 * @returns what shows values of that document
 */
export const describeWith =
  (origin: Loaded['origin']): Describe =>
  (value, path) => {
    const from = origin(path);
    if (from.kind === 'environment') return `the value of the environment variable ${from.name}`;
    if (from.kind === 'secret-file') return 'the text of the file it is read from';
    if (typeof value !== 'string') return String(value);
    const shown = value.replace(CREDENTIALS, '//[redacted]@');
    return JSON.stringify(shown.length > LONGEST ? `${shown.slice(0, LONGEST - 1)}…` : shown);
  };

/**
 * Names the value at a place.
 * @param path the place
 * @returns for example `` `hosts[1]` ``, or `the document`
 */
export function keyLabel(path: NodePath): string {
  const last = path.findLastIndex((part) => typeof part === 'string');
  if (last < 0) return 'the document';
  const indexes = path.slice(last + 1).map((index) => `[${index}]`);
  return `\`${path[last]}${indexes.join('')}\``;
}

const TYPES: Readonly<Record<string, string>> = {
  object: 'a mapping',
  array: 'a list',
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  null: 'empty',
};

/** The JSON Schema type of a value; whole numbers are `integer`. */
export function typeOf(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'number' && Number.isInteger(value) ? 'integer' : typeof value;
}

/** Words for a type, for example `a mapping`. */
export const typeWords = (type: string): string => TYPES[type] ?? type;

/** `a`, `a or b`, `a, b or c`. */
export function choice(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
