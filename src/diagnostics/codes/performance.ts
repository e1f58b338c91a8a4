import type { CodeEntry } from './entry.ts';

/** GW5xxx: the gateway would work and cost more than it has to. */
export const PERFORMANCE = {} as const satisfies Readonly<Record<`GW5${number}`, CodeEntry>>;
