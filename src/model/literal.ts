/**
 * Texts as `input` hands them over are in template form (D32): `${request_id}` is a run-time variable and `$${` stands for the two
 * characters `${`, wherever they came from: written so by the user, or found in an environment variable or a file. A field that takes
 * run-time variables goes through `parseTemplate`; every other field goes through {@link literalText}. Those two are the only places
 * where `$${` loses its second dollar.
 */

/**
 * Reads a text of a field that takes no run-time variables.
 * @param text a text in template form
 * @returns the characters it stands for; undefined when it contains a run-time variable
 */
export function literalText(text: string): string | undefined {
  const openings: readonly string[] = text.match(/\$\$\{|\$\{/g) ?? [];
  return openings.includes('${') ? undefined : text.replaceAll('$${', () => '${');
}

/**
 * The reverse of {@link literalText}: keeps characters from being read as a run-time variable.
 * @param text any characters
 * @returns the text in template form
 */
export const toTemplateForm = (text: string): string => text.replaceAll('${', () => '$${');
