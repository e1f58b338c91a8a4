import type { CodeEntry } from './entry.ts';

/** GW9xxx: the machine: the nginx binary, ports, directories, the sandbox boot, the reload. */
export const ENVIRONMENT = {} as const satisfies Readonly<Record<`GW9${number}`, CodeEntry>>;
