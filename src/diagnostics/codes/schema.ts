import type { CodeEntry } from './entry.ts';

/** GW11xx: the shape of the document: unknown keys, types, formats, aliases, features that are not built yet. */
export const SCHEMA = {} as const satisfies Readonly<Record<`GW11${number}`, CodeEntry>>;
