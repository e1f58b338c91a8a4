import type { Diagnostic } from '../diagnostic.ts';
import { printable } from '../printable.ts';
import { describeSummary, summary } from '../summary.ts';
import type { Reporter } from './reporter.ts';

/** A table for pull request comments and step summaries. */
export const markdown: Reporter = (diagnostics) => {
  if (diagnostics.length === 0) return 'No problems.\n';
  return [
    `**${describeSummary(summary(diagnostics))}**`,
    '',
    '| | code | place | problem | way out |',
    '|---|---|---|---|---|',
    ...diagnostics.map(row),
    '',
  ].join('\n');
};

function row({ code, severity, message, span, help, context }: Diagnostic): string {
  const place = span ? `${span.file}:${span.start.line}:${span.start.column}` : '';
  const problem = context === undefined ? message : `${message} (${context})`;
  return `| ${severity} | ${code} | ${cell(place)} | ${cell(problem)} | ${cell(help ?? '')} |`;
}

/** Everything Markdown or HTML could read as markup is escaped, `@` so that nobody is mentioned. */
function cell(text: string): string {
  return printable(text)
    .replace(/[\\`*_{}[\]()#+!|~$-]/g, (character) => `\\${character}`)
    .replace(/[&<>@:]/g, (character) => `&#${character.charCodeAt(0)};`);
}
