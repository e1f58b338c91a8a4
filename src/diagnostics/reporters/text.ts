import type { Diagnostic } from '../diagnostic.ts';
import { printable, printableFile } from '../printable.ts';
import type { Reporter } from './reporter.ts';

/** One line a finding: `file:line:col: error GW1002: message (context)`. */
export const text: Reporter = (diagnostics) =>
  diagnostics.map((diagnostic) => `${textLine(diagnostic)}\n`).join('');

/**
 * Renders one finding as one line.
 * @param diagnostic the finding
 * @returns the line without its line break
 */
export function textLine({ code, severity, message, span, context }: Diagnostic): string {
  const place = span ? `${printableFile(span.file)}:${span.start.line}:${span.start.column}: ` : '';
  const entity = context === undefined ? '' : ` (${printable(context)})`;
  return `${place}${severity} ${code}: ${printable(message)}${entity}`;
}
