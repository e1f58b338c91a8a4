import { arrange } from './arrange.ts';
import type { Diagnostic } from './diagnostic.ts';
import { github } from './reporters/github.ts';
import { json } from './reporters/json.ts';
import { junit } from './reporters/junit.ts';
import { markdown } from './reporters/markdown.ts';
import { pretty } from './reporters/pretty.ts';
import type { Reporter, ReportOptions } from './reporters/reporter.ts';
import { sarif } from './reporters/sarif.ts';
import { text } from './reporters/text.ts';

/** One reporter a format; the keys are the values of `--format`. */
export const REPORTERS = { pretty, text, json, github, sarif, junit, markdown } as const satisfies Record<
  string,
  Reporter
>;

/** A value of `--format`. */
export type Format = keyof typeof REPORTERS;

/**
 * Renders findings, sorted by file and place, each once. Control characters of user text never reach the result.
 * @param diagnostics findings in any order
 * @param options the format, the texts for code frames, and whether to use colours (only `pretty` has any)
 * @returns the text; empty for `pretty`, `text` and `github` when there are no findings, else it ends with a line break
 */
export function report(
  diagnostics: readonly Diagnostic[],
  options: ReportOptions & { readonly format: Format },
): string {
  return REPORTERS[options.format](arrange(diagnostics), options);
}
