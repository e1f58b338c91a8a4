import type { Gateway, Profile } from '../model/gateway.ts';
import { milliseconds } from '../model/units.ts';

/**
 * Puts the proxy profile most routes use first: `location /` serves it without an internal redirect. Ties go to the one seen first;
 * where nothing is proxied, one that no route uses takes the place.
 * @param gateway any gateway
 */
export function defaultProfile(gateway: Gateway): Gateway {
  const counts = gateway.profiles.map(() => 0);
  for (const route of gateway.routes) counts[route.profile] = (counts[route.profile] ?? 0) + 1;
  const best = gateway.profiles.reduce<number | undefined>((winner, profile, index) => {
    if (profile.kind !== 'proxy') return winner;
    return winner === undefined || (counts[index] as number) > (counts[winner] as number) ? index : winner;
  }, undefined);
  if (best === undefined)
    return reorder({ ...gateway, profiles: [...gateway.profiles, unused(gateway)] }, gateway.profiles.length);
  return best === 0 ? gateway : reorder(gateway, best);
}

function reorder(gateway: Gateway, first: number): Gateway {
  const order = [first, ...gateway.profiles.keys()].filter((index, i) => i === 0 || index !== first);
  const place = new Map(order.map((from, to) => [from, to]));
  return {
    ...gateway,
    profiles: order.map((index) => gateway.profiles[index] as Profile),
    routes: gateway.routes.map((route) => ({ ...route, profile: place.get(route.profile) as number })),
  };
}

const unused = ({ server }: Gateway): Profile => ({
  kind: 'proxy',
  scheme: 'http',
  connectTimeout: milliseconds(5_000),
  timeout: milliseconds(60_000),
  retryTimeout: milliseconds(0),
  retry: { attempts: 1, conditions: [] },
  maxBody: server.maxBody,
  requestBuffering: true,
  responseBuffering: true,
  tls: undefined,
  access: false,
  response: false,
  at: server.at,
});
