import { CODES, type Code } from './codes.ts';
import type { Diagnostic } from './diagnostic.ts';

/**
 * Makes a finding; the severity comes from the code table.
 * @param code a code of the table
 * @param details what is particular to this finding: its message and, where there are such, place, labels, help, context
 * @returns the finding, without the keys that were given as undefined
 */
export function finding(code: Code, details: FindingDetails): Diagnostic {
  const { message, span, labels, help, context } = details;
  return {
    code,
    severity: CODES[code].severity,
    message,
    ...(span && { span }),
    ...(labels && { labels }),
    ...(help !== undefined && { help }),
    ...(context !== undefined && { context }),
  };
}

/** The parts of a {@link Diagnostic} that the code table does not know; undefined is the same as absent. */
export type FindingDetails = Pick<Diagnostic, 'message'> & {
  readonly [Key in 'span' | 'labels' | 'help' | 'context']?: Diagnostic[Key] | undefined;
};
