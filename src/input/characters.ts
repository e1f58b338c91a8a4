import { finding } from '../diagnostics/finding.ts';
import type { Report } from './findings.ts';
import { type Places, spanOf } from './source.ts';

const FORBIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]|\p{Surrogate}/gu;

/**
 * Reports characters that YAML allows only as escapes, one finding a line.
 * @param places the file
 * @param report takes the findings
 */
export function reportControlCharacters(places: Places, report: Report): void {
  let line = 0;
  for (const { index, 0: character } of places.text.matchAll(FORBIDDEN)) {
    const span = spanOf(places, index, index + character.length);
    if (span.start.line === line) continue;
    line = span.start.line;
    const code = (character.codePointAt(0) as number).toString(16).padStart(4, '0');
    report(
      finding('GW1001', {
        message: `the character U+${code.toUpperCase()} cannot stand in a YAML file`,
        span,
        help: `remove it, or write "\\u${code}" in double quotes`,
      }),
    );
  }
}
