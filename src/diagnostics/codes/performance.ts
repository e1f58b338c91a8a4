import { type CodeEntry, prose } from './entry.ts';

/** GW5xxx: the gateway would work and cost more than it has to. */
export const PERFORMANCE = {
  GW5001: {
    severity: 'warning',
    title: 'Many regexes in one place',
    text: prose`
      Literal paths, parameters and globs are found at once however many there are; regexes are tested one after the other,
      though only those whose literal first segments fit. More than 50 have the same first segments here. Begin them with
      more literal segments, or write them as segments with a constraint.

      slow:
        path: '~^/[a-z]+/7/x$'
      fast:
        path: '/{name:[a-z]+}/7/x'
    `,
  },
} as const satisfies Readonly<Record<`GW5${number}`, CodeEntry>>;
