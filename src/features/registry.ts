// Generated from the folders beside it by `npm run generate`; do not edit.
import type { Family, Feature } from '../model/feature.ts';
import { feature as assertionCookie } from './assertion/cookie.ts';
import { feature as assertionHeader } from './assertion/header.ts';
import { feature as assertionHost } from './assertion/host.ts';
import { feature as assertionIp } from './assertion/ip.ts';
import { feature as assertionMethod } from './assertion/method.ts';
import { feature as assertionPath } from './assertion/path.ts';
import { feature as assertionQuery } from './assertion/query.ts';
import { feature as balancerConsistentHash } from './balancer/consistent-hash.ts';
import { feature as balancerIpHash } from './balancer/ip-hash.ts';
import { feature as balancerLeastConnections } from './balancer/least-connections.ts';
import { feature as balancerLeastTime } from './balancer/least-time.ts';
import { feature as balancerP2c } from './balancer/p2c.ts';
import { feature as balancerRandom } from './balancer/random.ts';
import { feature as balancerRoundRobin } from './balancer/round-robin.ts';
import { feature as balancerWeightedRoundRobin } from './balancer/weighted-round-robin.ts';
import { feature as filterQuery } from './filter/query.ts';
import { feature as filterRequestHeaders } from './filter/request-headers.ts';
import { feature as filterResponseHeaders } from './filter/response-headers.ts';

/** Every feature, by family and in the order of their names. */
export const FEATURES = {
  assertion: [
    assertionCookie,
    assertionHeader,
    assertionHost,
    assertionIp,
    assertionMethod,
    assertionPath,
    assertionQuery,
  ],
  balancer: [
    balancerConsistentHash,
    balancerIpHash,
    balancerLeastConnections,
    balancerLeastTime,
    balancerP2c,
    balancerRandom,
    balancerRoundRobin,
    balancerWeightedRoundRobin,
  ],
  filter: [filterQuery, filterRequestHeaders, filterResponseHeaders],
} as const satisfies { readonly [F in Family]: readonly Extract<Feature, { family: F }>[] };
