import { codeFrameColumns } from '@babel/code-frame';
import type { Span } from '../diagnostic.ts';
import { printable, printableLine } from '../printable.ts';

/** Columns shown to the left and right of the caret where a line is longer than both. */
const REACH = 100;

/** What to draw a frame of. */
export interface FrameRequest {
  readonly span: Span;
  /** The lines of the file, without their line feeds. */
  readonly lines: readonly string[];
  /** Lines shown above the caret's line. */
  readonly above: number;
  /** Stands behind the carets. */
  readonly note?: string | undefined;
}

/**
 * Draws the lines around a place with carets below it. Only the first line of a longer stretch is marked.
 * @param request the place and the text
 * @returns the lines, without a line break at the end
 */
export function frame({ span, lines, above, note }: FrameRequest): string {
  const first = Math.max(span.start.line - above, 1);
  const shown = lines.slice(first - 1, span.start.line);
  const marked = shown.at(-1) ?? '';
  const from = Math.max(span.start.column - 1 - REACH, 0);
  const shorten = (line: string): string => line.replace(/\r$/, '').slice(from, from + 2 * REACH);
  const column = span.start.column - from;
  const last = span.end.line > span.start.line ? marked.trimEnd().length + 1 : span.end.column;
  const end = Math.max(Math.min(last - from, 2 * REACH + 1), column + 1);
  const options = {
    startLine: first,
    linesAbove: above,
    linesBelow: 0,
    highlightCode: false,
    ...(note !== undefined && { message: printable(note) }),
  };
  const { line } = span.start;
  return codeFrameColumns(
    shown.map((text) => printableLine(shorten(text))).join('\n'),
    { start: { line, column }, end: { line, column: end } },
    options,
  );
}
