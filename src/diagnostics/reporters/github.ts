import { CODES } from '../codes.ts';
import type { Diagnostic, Severity } from '../diagnostic.ts';
import { printable } from '../printable.ts';
import type { Reporter } from './reporter.ts';
import { textLine } from './text.ts';

/** A step shows at most this many annotations of a kind; GitHub drops the rest without a word. */
const ANNOTATIONS = 10;

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/** Workflow commands for GitHub Actions, and the text form of what does not fit into a step's annotations. */
export const github: Reporter = (diagnostics) => {
  const counts: Record<Severity, number> = { error: 0, warning: 0, info: 0 };
  const lines = diagnostics.map((diagnostic) => {
    counts[diagnostic.severity] += 1;
    return counts[diagnostic.severity] <= ANNOTATIONS ? command(diagnostic) : textLine(diagnostic);
  });
  return lines.map((line) => `${line}\n`).join('');
};

function command({ code, severity, message, span, help, context }: Diagnostic): string {
  const properties = [
    ...(span
      ? [
          `file=${property(span.file)}`,
          `line=${span.start.line}`,
          `endLine=${span.end.line}`,
          // GitHub refuses columns of a stretch of several lines.
          ...(span.end.line === span.start.line
            ? [`col=${span.start.column}`, `endColumn=${span.end.column}`]
            : []),
        ]
      : []),
    `title=${property(`${code} ${CODES[code].title}`)}`,
  ];
  const entity = context === undefined ? '' : ` (${context})`;
  const way = help === undefined ? '' : `\n${printable(help)}`;
  return `::${COMMANDS[severity]} ${properties.join(',')}::${data(`${printable(message)}${printable(entity)}${way}`)}`;
}

const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const property = (text: string): string =>
  data(printable(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
