import type { Diagnostic } from '../diagnostic.ts';

/** What reporters are told besides the findings. */
export interface ReportOptions {
  /** The text of a file by its name in spans. */
  readonly sources: (file: string) => string | undefined;
  readonly color: 'on' | 'off';
}

/** Renders findings that are sorted and without repetitions. The result is empty or ends with a line break. */
export type Reporter = (diagnostics: readonly Diagnostic[], options: ReportOptions) => string;
