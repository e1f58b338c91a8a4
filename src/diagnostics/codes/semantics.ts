import type { CodeEntry } from './entry.ts';
import { CONDITIONS } from './semantics/conditions.ts';
import { LISTENING } from './semantics/listening.ts';
import { MATCHING } from './semantics/matching.ts';
import { REWRITING } from './semantics/rewriting.ts';
import { SERVICES } from './semantics/services.ts';

/** GW2xxx: the document has the right shape but contradicts itself: unknown services, equal routes, reserved paths. */
export const SEMANTICS = {
  ...SERVICES,
  ...MATCHING,
  ...CONDITIONS,
  ...REWRITING,
  ...LISTENING,
} as const satisfies Readonly<Record<`GW2${number}`, CodeEntry>>;
