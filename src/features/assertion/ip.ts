import type { AssertionFeature } from '../../model/feature.ts';

/** The client's address as trusted proxies let it be known (S13, D36). */
export const feature = {
  family: 'assertion',
  name: 'ip',
  aliases: ['client-ip', 'remote-addr'],
  summary: 'Tests the address of the client; `in_cidr` takes networks.',
  named: undefined,
  address: true,
  caseless: false,
} as const satisfies AssertionFeature;
