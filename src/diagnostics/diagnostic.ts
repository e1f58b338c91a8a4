import type { Severity } from './codes/entry.ts';
import type { Code } from './codes.ts';

export type { Severity } from './codes/entry.ts';

/** A point in a text: one-based line and column, zero-based offset in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/** A stretch of one source file; `end` is exclusive. `file` is the name the user gave. */
export interface Span {
  readonly file: string;
  readonly start: Position;
  readonly end: Position;
}

/** A second place that explains a finding, for example the first of two equal routes. */
export interface Label {
  readonly span: Span;
  readonly message: string;
}

/** A finding, as data. Rendering lives in the reporters. */
export interface Diagnostic {
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  /** Where it is; absent only when there is no place in a file, for example a missing nginx binary. */
  readonly span?: Span;
  readonly labels?: readonly Label[];
  /** The way out, one sentence. */
  readonly help?: string;
  /** The entity it belongs to, for example `route user-api`. */
  readonly context?: string;
}
