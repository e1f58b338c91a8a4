import type { Alias, LineCounter, ParsedNode, Range, Scalar } from 'yaml';
import type { Position, Span } from '../diagnostics/diagnostic.ts';

/** A comment of a YAML file. */
export interface Comment {
  /** From the `#` to the end of the line. */
  readonly text: string;
  /** Where the `#` stands, in UTF-16 units. */
  readonly offset: number;
}

/** One YAML file, read and parsed. */
export interface Source {
  /** The name in messages: as the user gave it. */
  readonly name: string;
  /** Absolute; relative names in the file are relative to it. */
  readonly directory: string;
  readonly text: string;
  readonly lines: LineCounter;
  /** Undefined when the text is not one sound YAML document. */
  readonly contents: ParsedNode | undefined;
  /** The node every alias stands for; an alias without an anchor is missing. */
  readonly targets: ReadonlyMap<Alias, ParsedNode>;
  readonly comments: readonly Comment[];
  /** Reads text as a plain scalar of the document's schema: `8080` is a number, `yes` a text. */
  readonly resolvePlain: (text: string) => unknown;
}

/** The parts of a {@link Source} that places are computed from. */
export type Places = Pick<Source, 'name' | 'text' | 'lines'>;

/**
 * The place of a stretch of a file.
 * @param source the file
 * @param start offset in UTF-16 units
 * @param end offset behind the last unit
 */
export function spanOf(source: Places, start: number, end: number): Span {
  return {
    file: source.name,
    start: positionOf(source, start),
    end: positionOf(source, Math.max(start, end)),
  };
}

/**
 * The place of a node, without the white space and comments behind it.
 * @param source the file it stands in
 * @param node a parsed node
 */
export function spanOfNode(source: Places, node: ParsedNode): Span {
  const [start, end] = node.range as Range;
  let last = end;
  while (last > start && ' \t\r\n'.includes(source.text[last - 1] as string)) last -= 1;
  return spanOf(source, start, last);
}

/**
 * The place of a piece of a scalar, found again in the text of the file; the whole scalar when it is written with escapes.
 * @param source the file it stands in
 * @param node the scalar
 * @param piece the characters to point at
 */
export function spanInScalar(source: Places, node: Scalar.Parsed, piece: string): Span {
  const [start, end] = node.range as Range;
  const index = source.text.slice(start, end).indexOf(piece);
  return index < 0 ? spanOfNode(source, node) : spanOf(source, start + index, start + index + piece.length);
}

function positionOf(source: Places, offset: number): Position {
  const { line, col } = source.lines.linePos(Math.min(offset, source.text.length));
  return { line: Math.max(line, 1), column: Math.max(col, 1), offset };
}
