/**
 * User text on its way to a terminal or a log. Nothing in it may start an escape sequence, turn the direction of the line, break
 * the line, or be read as a command by a CI runner.
 */

const LIMIT = 2_000;
const HIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|\p{Surrogate}/gu;
const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const LEGACY_COMMAND = /##(?=\[)/g;

/**
 * Makes user text fit for one line: hidden characters are written as escapes, very long texts are cut.
 * @param text a message, name or value
 */
export function printable(text: string): string {
  const cut = text.length > LIMIT ? `${text.slice(0, LIMIT)}…` : text;
  return cut.replace(HIDDEN, escapeCharacter).replace(LEGACY_COMMAND, '#\\x23');
}

/**
 * The same for a file name at the start of a line: it cannot look like a workflow command (`::error`).
 * @param file the name of a file
 */
export function printableFile(file: string): string {
  const name = printable(file);
  return /^\s*::/.test(name) ? `./${name}` : name;
}

/**
 * Makes a line of a source file fit for a code frame. Every character is replaced by one character, so that columns stay true.
 * @param line a line without its line break
 */
export function printableLine(line: string): string {
  return line.replace(HIDDEN, pictureOf).replace(LEGACY_COMMAND, '#♯');
}

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) as number;
  const hex = code.toString(16);
  return NAMED[character] ?? (code < 0x100 ? `\\x${hex.padStart(2, '0')}` : `\\u${hex.padStart(4, '0')}`);
}

function pictureOf(character: string): string {
  const code = character.codePointAt(0) as number;
  if (character === '\t') return character;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  return code === 0x7f ? '␡' : '�';
}
