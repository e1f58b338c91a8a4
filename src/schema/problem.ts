import type { Code } from '../diagnostics/codes.ts';
import type { NodePath } from '../model/path.ts';

/** What is wrong at a place of the document as the user wrote it. */
export interface Problem {
  readonly code: Code;
  /** In the user's spelling. */
  readonly path: NodePath;
  /** Whether the key or its value is meant; the value by default. */
  readonly part?: 'key' | 'value';
  readonly message: string;
  readonly help?: string;
}

/** Takes problems as they are found. */
export type Report = (problem: Problem) => void;
