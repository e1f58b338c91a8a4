import type { CodeEntry } from './entry.ts';

/** GW2xxx: the document has the right shape but contradicts itself: unknown services, equal routes, reserved paths. */
export const SEMANTICS = {} as const satisfies Readonly<Record<`GW2${number}`, CodeEntry>>;
