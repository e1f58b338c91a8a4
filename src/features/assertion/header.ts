import type { AssertionFeature } from '../../model/feature.ts';

/** M118, M119: which header is found by the rules of D5. */
export const feature = {
  family: 'assertion',
  name: 'header',
  aliases: ['headers'],
  summary: 'Tests a header of the request.',
  named: 'header',
  address: false,
  caseless: false,
} as const satisfies AssertionFeature;
