import { scanRegex } from '../../model/regex.ts';
import { regexUses } from '../regex/collect.ts';
import type { Rule } from '../rule.ts';

/** Regexes outside of `~` paths are sound too: constraints of parameters and operands of `matches`. */
export const regexes: Rule = function* (context) {
  for (const use of regexUses(context)) {
    if (use.kind === 'path') continue;
    const shape = scanRegex(use.written);
    if (shape.kind !== 'problem') continue;
    yield {
      code: 'GW2026',
      message: `the regex "${use.written}" is not valid: ${shape.problem}`,
      at: use.at,
      help: 'mend the regex; it is read as PCRE',
      context: use.context,
    };
  }
};
