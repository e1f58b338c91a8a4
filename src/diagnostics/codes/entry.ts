/** How bad a finding is. Errors stop the compiler before lowering. */
export type Severity = 'error' | 'warning' | 'info';

/** What the code table knows about one code. */
export interface CodeEntry {
  /** The severity of every finding with this code. */
  readonly severity: Severity;
  /** A noun phrase without a full stop, for lists and SARIF. */
  readonly title: string;
  /** What `gatewayc rules CODE` prints: what it means, why it is refused, how to mend it, a wrong and a right sample. */
  readonly text: string;
}

/**
 * Tag for the long texts: removes the indentation of the source file and the blank lines around the text.
 * @param strings the text; interpolations are not used, `\${` writes a literal `${`
 * @returns the text, flush left, without a newline at the end
 */
export function prose(strings: TemplateStringsArray): string {
  const lines = strings.join('').split('\n');
  const indents = lines
    .filter((line) => line.trim() !== '')
    .map((line) => line.length - line.trimStart().length);
  const margin = Math.min(...indents);
  return lines
    .map((line) => line.slice(margin).trimEnd())
    .join('\n')
    .trim();
}
