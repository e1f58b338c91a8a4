import type { AssertionFeature } from '../../model/feature.ts';

/** Host names have no case (RFC 9110). */
export const feature = {
  family: 'assertion',
  name: 'host',
  aliases: [],
  summary: 'Tests the host name asked for, without the port, in lower case.',
  named: undefined,
  address: false,
  caseless: true,
} as const satisfies AssertionFeature;
