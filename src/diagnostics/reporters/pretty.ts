import type { Diagnostic, Severity, Span } from '../diagnostic.ts';
import { printable, printableFile } from '../printable.ts';
import { describeSummary, summary } from '../summary.ts';
import { frame } from './frame.ts';
import type { Reporter, ReportOptions } from './reporter.ts';

const STYLES = { error: '31;1', warning: '33;1', info: '36;1', caret: '31;1', bold: '1', dim: '2' } as const;

/** For people at a terminal: every finding with its lines, carets and way out, and a closing count. */
export const pretty: Reporter = (diagnostics, options) => {
  const [first] = diagnostics;
  if (!first) return '';
  const paint = painter(options.color);
  const linesOf = lineReader(options.sources);
  const blocks = diagnostics.map((diagnostic) => block(diagnostic, linesOf, paint));
  const counts = describeSummary(summary(diagnostics));
  return `${blocks.join('\n\n')}\n\n${paint('bold', counts)} · gatewayc rules ${first.code}\n`;
};

type LinesOf = (file: string) => readonly string[] | undefined;

/** Splits every file once, however many findings it has. */
function lineReader(sources: ReportOptions['sources']): LinesOf {
  const files = new Map<string, readonly string[] | undefined>();
  return (file) => {
    if (!files.has(file)) files.set(file, sources(file)?.split('\n'));
    return files.get(file);
  };
}

type Paint = (style: keyof typeof STYLES, text: string) => string;

function painter(color: ReportOptions['color']): Paint {
  return color === 'on'
    ? (style, text) => `\u001b[${STYLES[style]}m${text}\u001b[0m`
    : (_style, text) => text;
}

function block(diagnostic: Diagnostic, linesOf: LinesOf, paint: Paint): string {
  const { code, severity, message, span, help, context, labels = [] } = diagnostic;
  const place = span ? ` ${paint('bold', placeOf(span))} ` : '';
  const entity = context === undefined ? '' : `  (${printable(context)})`;
  const lines = [`${tag(severity, code, paint)}${place} ${printable(message)}${entity}`];
  const source = span && linesOf(span.file);
  if (span && source) lines.push(paintFrame(frame({ span, lines: source, above: 1, note: help }), paint));
  else if (help !== undefined) lines.push(`  help: ${printable(help)}`);
  for (const label of labels) {
    lines.push(`  ${paint('dim', placeOf(label.span))}  ${printable(label.message)}`);
    const target = linesOf(label.span.file);
    if (target) lines.push(paintFrame(frame({ span: label.span, lines: target, above: 0 }), paint));
  }
  return lines.join('\n');
}

const tag = (severity: Severity, code: string, paint: Paint): string =>
  paint(severity, `${severity}[${code}]`);

const placeOf = ({ file, start }: Span): string => `${printableFile(file)}:${start.line}:${start.column}`;

function paintFrame(text: string, paint: Paint): string {
  return text
    .split('\n')
    .map((line) =>
      line.replace(
        /^( +\| +)(\^.*)$/,
        (_line, gutter: string, carets: string) => gutter + paint('caret', carets),
      ),
    )
    .join('\n');
}
