import { toJavaScript } from '../../check/regex/translate.ts';

/** Says whether a text matches; undefined when that is not known for sure. */
export type Matcher = (text: string) => boolean | undefined;

const UNKNOWN: Matcher = () => undefined;
const known = new Map<string, Matcher>();

/**
 * Makes a matcher for a PCRE. It answers only where JavaScript is sure to agree with PCRE: for texts of ASCII characters, and regexes
 * without what JavaScript reads differently.
 * @param pcre a regex whose structure is sound
 * @param flags `i`, or nothing
 */
export function matcherOf(pcre: string, flags: '' | 'i' = ''): Matcher {
  const key = `${flags}/${pcre}`;
  const found = known.get(key);
  if (found) return found;
  const made = makeMatcher(pcre, flags);
  known.set(key, made);
  return made;
}

/** A setting at the start of a regex that JavaScript takes as a flag. */
const CASELESS = /^(\^?)\(\?i\)/;

/** What is left after translation and means something else in JavaScript, which takes unknown escapes for letters. */
const FOREIGN = /\\[^dDwWsSbBnrtfvkx\d\W_]|\\x(?![\da-fA-F]{2})|\[\^?\]|\[:|\(\?[a-zA-Z^-]+[:)]/;

function makeMatcher(pcre: string, flags: '' | 'i'): Matcher {
  const caseless = CASELESS.test(pcre);
  const plain = pcre.replace(CASELESS, '$1');
  const translated = toJavaScript(plain);
  if (!translated || translated.loosened || FOREIGN.test(translated.source)) return UNKNOWN;
  const regex = new RegExp(translated.source, caseless ? 'i' : flags);
  return (text) => (isAscii(text) ? regex.test(text) : undefined);
}

/** PCRE works on bytes here, JavaScript on UTF-16 units: they are the same for ASCII only. */
const isAscii = (text: string): boolean => /^[\u0020-\u007e]*$/.test(text);
