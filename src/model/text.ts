/**
 * Lower case for ASCII letters only: what nginx and Lua do with bytes, so that both sides of a comparison agree.
 * @param text any text
 */
export const asciiLower = (text: string): string =>
  text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/** A token of RFC 9110: the name of a header or cookie. */
export const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/**
 * Orders two texts by code units: the same in every locale (T9).
 * @param a a text
 * @param b a text
 * @returns negative, zero or positive, for `Array.prototype.sort`
 */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
