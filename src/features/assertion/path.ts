import type { AssertionFeature } from '../../model/feature.ts';

/** The decoded path, the one the router decides on (S5). */
export const feature = {
  family: 'assertion',
  name: 'path',
  aliases: [],
  summary: 'Tests the path of the request, decoded and without the query.',
  named: undefined,
  address: false,
  caseless: false,
} as const satisfies AssertionFeature;
