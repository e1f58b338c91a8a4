import type { AssertionFeature } from '../../model/feature.ts';

/** Methods are case-sensitive by RFC 9110; the matcher has already turned the route's methods to upper case. */
export const feature = {
  family: 'assertion',
  name: 'method',
  aliases: [],
  summary: 'Tests the method of the request.',
  named: undefined,
  address: false,
  caseless: false,
} as const satisfies AssertionFeature;
