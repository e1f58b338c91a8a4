import type { AssertionFeature } from '../../model/feature.ts';

/** The first of several cookies with the name. */
export const feature = {
  family: 'assertion',
  name: 'cookie',
  aliases: ['cookies'],
  summary: 'Tests a cookie of the request.',
  named: 'cookie',
  address: false,
  caseless: false,
} as const satisfies AssertionFeature;
