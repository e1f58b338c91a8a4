/**
 * JSON for logs and terminals: also what JSON itself would leave as it is (DEL, C1, line separators) is written as an escape.
 * @param value any plain value
 * @returns indented JSON, without a line break at the end
 */
export function stringify(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
