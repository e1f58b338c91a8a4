import type { CheckContext } from './context.ts';
import type { RuleFinding } from './finding.ts';

/** One law about documents. Pure: the same document gives the same findings in the same order. */
export type Rule = (context: CheckContext) => Iterable<RuleFinding>;
