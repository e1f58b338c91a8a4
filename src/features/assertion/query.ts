import type { AssertionFeature } from '../../model/feature.ts';

/** The first of several parameters with the name. */
export const feature = {
  family: 'assertion',
  name: 'query',
  aliases: ['query-param', 'query-parameter'],
  summary: 'Tests a query parameter of the request.',
  named: 'query',
  address: false,
  caseless: false,
} as const satisfies AssertionFeature;
