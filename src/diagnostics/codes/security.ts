import type { CodeEntry } from './entry.ts';

/** GW3xxx: the gateway would work and be less safe than its author may believe. */
export const SECURITY = {} as const satisfies Readonly<Record<`GW3${number}`, CodeEntry>>;
