import type { RouteBlock, ServerBlock, ServiceBlock } from '../model/document.ts';
import type { Profile, UpstreamTls } from '../model/gateway.ts';
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
 * What makes two profiles one: everything nginx is told, but neither the place they were first seen at nor the stages of their routes.
 * @param profile a profile
 */
export function profileIdentity(profile: Profile): unknown {
  const { at: _at, response: _response, ...rest } = profile;
  return { ...rest, access: undefined };
}

/**
 * Notes the stages of the routes that use a profile.
 * @param profile a profile
 * @param uses whether any of its routes has steps in the access stage, and in the response stage
 */
export function withStages(
  profile: Profile,
  uses: { readonly access: boolean; readonly response: boolean },
): Profile {
  return profile.kind === 'proxy' ? { ...profile, ...uses } : { ...profile, response: uses.response };
}
