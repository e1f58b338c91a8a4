import type { CodeEntry } from './entry.ts';

/** GW4xxx: the gateway would work until something around it fails. */
export const RELIABILITY = {} as const satisfies Readonly<Record<`GW4${number}`, CodeEntry>>;
