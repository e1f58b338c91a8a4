import type { Diagnostic, Span } from '../diagnostic.ts';
import { summary } from '../summary.ts';
import type { Reporter } from './reporter.ts';
import { stringify } from './stringify.ts';

/** For programs. Every key is always there; `span`, `help` and `context` may be null. Offsets count UTF-16 units. */
export const json: Reporter = (diagnostics) =>
  `${stringify({ diagnostics: diagnostics.map(record), summary: summary(diagnostics) })}\n`;

function record({ code, severity, message, span, labels = [], help, context }: Diagnostic) {
  return {
    code,
    severity,
    message,
    span: span ? place(span) : null,
    labels: labels.map((label) => ({ span: place(label.span), message: label.message })),
    help: help ?? null,
    context: context ?? null,
  };
}

const place = ({ file, start, end }: Span): Span => ({ file, start: { ...start }, end: { ...end } });
