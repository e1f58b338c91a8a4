import type { Severity } from '../diagnostics/codes/entry.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { reaches } from '../diagnostics/summary.ts';

/** What an exit code means, the same for every command. */
export const EXIT = {
  done: 0,
  /** gatewayc could not do its job: I/O, no nginx, a reload that was not confirmed. */
  failed: 1,
  /** `build --check` or `fmt --check` found differences. */
  different: 2,
  /** The configuration is bad. */
  invalid: 3,
  usage: 64,
  bug: 70,
} as const;

/** Findings about the machine that can turn up among those about the configuration. */
const MACHINE: ReadonlySet<string> = new Set(['GW1012', 'GW9011', 'GW9015']);

/**
 * The exit code of a run that came to findings about the configuration.
 * @param diagnostics every finding
 * @param failSeverity the lowest severity that makes the configuration bad
 */
export function exitFor(diagnostics: readonly Diagnostic[], failSeverity: Severity): number {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.some(({ code }) => MACHINE.has(code))) return EXIT.failed;
  return reaches(diagnostics, failSeverity) ? EXIT.invalid : EXIT.done;
}
