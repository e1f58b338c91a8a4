import type { Code } from '../../diagnostics/codes.ts';
import { scanRegex } from '../../model/regex.ts';
import { regexUses } from '../regex/collect.ts';
import { createExaminer, type Verdict } from '../regex/examine.ts';
import type { Rule } from '../rule.ts';

interface Finding {
  readonly code: Code;
  readonly says: string;
  readonly help: string;
}

const FINDINGS: Readonly<Record<Exclude<Verdict, 'safe'>, Finding>> = {
  exponential: {
    code: 'GW3001',
    says: 'takes exponential time on some texts, so one request can stop a worker',
    help: 'do not repeat a group that itself repeats, and let alternatives start differently',
  },
  polynomial: {
    code: 'GW3002',
    says: 'takes far more time on long texts made against it',
    help: 'anchor it with "^", and use "[^/]+" in place of ".*" where a segment is meant',
  },
  unknown: {
    code: 'GW3003',
    says: 'could not be examined for its worst case',
    help: 'make it simpler, or use a glob; at run time its matching is bounded, and beyond that it does not match',
  },
};

/** No client can make a regex of the gateway run for long (S11). */
export const redos: Rule = function* (context) {
  const examine = createExaminer();
  for (const use of regexUses(context)) {
    if (scanRegex(use.source).kind === 'problem') continue;
    const verdict = examine(use.source);
    if (verdict === 'safe') continue;
    const { code, help, says } = FINDINGS[verdict];
    yield { code, message: `the regex "${use.written}" ${says}`, at: use.at, help, context: use.context };
  }
};
