import type { RouteBlock, ServerBlock, ServiceBlock } from '../model/document.ts';
import type { Plan, Profile, UpstreamTls } from '../model/gateway.ts';
import { milliseconds } from '../model/units.ts';
import { effectiveRetry, retryWords } from './retries.ts';

/**
 * The native directives of a route that is proxied. `timeout` of the document bounds the whole request: with a `per_try_timeout` each
 * try gets that, and all tries together stay within `timeout`.
 * @param route a route
 * @param service its target
 * @param server for the body size where the route sets none
 */
export function proxyProfile(route: RouteBlock, service: ServiceBlock, server: ServerBlock): Profile {
  const retry = effectiveRetry(route, service);
  const total = route.timeout ?? service.timeout;
  const timeout = retry.per_try_timeout ?? total;
  const connect = route.connect_timeout ?? service.connect_timeout;
  return {
    kind: 'proxy',
    scheme: service.protocol,
    connectTimeout: connect < timeout ? connect : timeout,
    timeout,
    retryTimeout: retry.attempts > 1 ? total : milliseconds(0),
    retry: { attempts: retry.attempts, conditions: retryWords(retry) },
    maxBody: route.max_body_size ?? server.max_body_size,
    requestBuffering: route.request_buffering ?? true,
    responseBuffering: route.response_buffering ?? true,
    tls: service.protocol === 'https' ? upstreamTls(service) : undefined,
    access: false,
    response: false,
    at: route.at,
  };
}

/**
 * The native directives of a route that is answered by the gateway itself.
 * @param route a redirect or a respond route
 * @param server for the body size where the route sets none
 */
export const localProfile = (route: RouteBlock, server: ServerBlock): Profile => ({
  kind: 'local',
  maxBody: route.max_body_size ?? server.max_body_size,
  response: false,
  at: route.at,
});

function upstreamTls({ tls }: ServiceBlock): UpstreamTls {
  return {
    verify: tls?.verify ?? true,
    serverName: tls?.server_name,
    caFile: tls?.ca_file,
    certFile: tls?.cert_file,
    keyFile: tls?.key_file,
  };
}

/**
 * What makes two profiles one: everything but the place they were first seen at. The stages count, so that a route without filters
 * never pays for the filters of another.
 * @param profile a profile
 */
export function profileIdentity(profile: Profile): unknown {
  const { at: _at, ...rest } = profile;
  return rest;
}

/**
 * Notes the phases a route's plan has work in.
 * @param profile native directives of a route
 * @param plan its plan
 */
export function withStages(profile: Profile, plan: Plan): Profile {
  const response = plan.response.length > 0;
  return profile.kind === 'proxy'
    ? { ...profile, access: plan.route.length > 0, response }
    : { ...profile, response };
}
