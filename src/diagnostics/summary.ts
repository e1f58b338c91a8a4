import type { Severity } from './codes/entry.ts';
import type { Diagnostic } from './diagnostic.ts';

/** How many findings there are of each severity. */
export interface Summary {
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
}

const RANK: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 };

/**
 * Counts findings.
 * @param diagnostics any findings; {@link arrange} them first where equal ones should count once
 */
export function summary(diagnostics: readonly Diagnostic[]): Summary {
  const count = (severity: Severity): number =>
    diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  return { errors: count('error'), warnings: count('warning'), infos: count('info') };
}

/**
 * Whether the compiler has to stop.
 * @param diagnostics any findings
 */
export const hasErrors = (diagnostics: readonly Diagnostic[]): boolean => reaches(diagnostics, 'error');

/**
 * Whether a finding is at or above a severity, as `--fail-severity` asks.
 * @param diagnostics any findings
 * @param severity the lowest severity that counts
 */
export const reaches = (diagnostics: readonly Diagnostic[], severity: Severity): boolean =>
  diagnostics.some((diagnostic) => RANK[diagnostic.severity] >= RANK[severity]);

/**
 * Writes a summary out.
 * @param counts from {@link summary}
 * @returns for example `3 problems (2 errors, 1 warning)`
 */
export function describeSummary({ errors, warnings, infos }: Summary): string {
  const parts = [plural(errors, 'error'), plural(warnings, 'warning'), plural(infos, 'info')].filter(
    (part) => !part.startsWith('0 '),
  );
  return `${plural(errors + warnings + infos, 'problem')} (${parts.join(', ')})`;
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
