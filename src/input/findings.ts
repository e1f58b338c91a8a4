import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { finding } from '../diagnostics/finding.ts';
import { LIMITS } from './limits.ts';

/** Takes one finding of the load. */
export type Report = (diagnostic: Diagnostic) => void;

/**
 * Collects the findings of one load, at most {@link LIMITS}.findings of them and then one that says so.
 * @returns `report` adds a finding; `list` is what was added so far
 */
export function collectFindings(): { readonly report: Report; readonly list: readonly Diagnostic[] } {
  const list: Diagnostic[] = [];
  const report: Report = (diagnostic) => {
    if (list.length < LIMITS.findings) list.push(diagnostic);
    else if (list.length === LIMITS.findings) {
      list.push(
        finding('GW1009', {
          message: `more than ${LIMITS.findings} problems; the rest is not listed`,
          span: diagnostic.span,
          help: 'mend the first ones and run again',
        }),
      );
    }
  };
  return { report, list };
}
