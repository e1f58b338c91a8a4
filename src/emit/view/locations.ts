import type { Gateway, Profile, UpstreamTls } from '../../model/gateway.ts';
import { duration, flag, integer, keyword, size, type Token, word } from '../token.ts';

export interface UpstreamTlsView {
  readonly serverName: Token;
  readonly verify: Token;
  readonly ca: Token | false;
  readonly certificate: Token | false;
  readonly key: Token | false;
}

export interface ProxyView {
  readonly match: Token;
  readonly internal: boolean;
  readonly draining: boolean;
  readonly maxBody: Token;
  readonly access: boolean;
  readonly response: boolean;
  readonly connectTimeout: Token;
  readonly timeout: Token;
  /** Words of proxy_next_upstream. */
  readonly conditions: readonly Token[];
  readonly attempts: Token;
  /** Bounds all tries together; one element or none. */
  readonly retryTimeouts: readonly Token[];
  readonly requestBuffering: Token;
  readonly responseBuffering: Token;
  /** One element or none. */
  readonly tls: readonly UpstreamTlsView[];
  readonly scheme: Token;
  readonly target: Token;
}

export interface LocalView {
  readonly match: Token;
  readonly draining: boolean;
  readonly maxBody: Token;
  readonly response: boolean;
}

/** Debian's and OpenResty's images keep the system's certificates here. */
const SYSTEM_CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';

/** Where a profile is reached. No request target begins without "/", so clients cannot name these. */
interface Place {
  readonly index: number;
  readonly draining: boolean;
}

function placeName(place: Place): Token {
  if (place.index === 0 && !place.draining) return keyword('/');
  return keyword(`= gatewayc:${place.draining ? 'd' : 'p'}${place.index}`);
}

function upstreamTls(tls: UpstreamTls, at: Profile['at']): UpstreamTlsView {
  const optional = (path: string | undefined): Token | false => (path === undefined ? false : word(path, at));
  return {
    serverName: tls.serverName === undefined ? keyword('$gw_sni') : word(tls.serverName, at),
    verify: flag(tls.verify),
    ca: tls.verify ? word(tls.caFile ?? SYSTEM_CERTIFICATES, at) : false,
    certificate: optional(tls.certFile),
    key: optional(tls.keyFile),
  };
}

function proxy(profile: Extract<Profile, { kind: 'proxy' }>, place: Place): ProxyView {
  const served = place.index === 0 && !place.draining;
  const { retry, retryTimeout, at } = profile;
  const retries = retry.attempts > 1 && retry.conditions.length > 0;
  return {
    match: placeName(place),
    internal: !served,
    draining: place.draining,
    maxBody: size(profile.maxBody, profile.at),
    access: profile.access,
    response: profile.response,
    connectTimeout: duration(profile.connectTimeout, profile.at),
    timeout: duration(profile.timeout, profile.at),
    // With one attempt nginx still replaces a kept connection that the node closed meanwhile: that is no attempt.
    conditions: retries ? retry.conditions.map((c) => word(c)) : [keyword('error')],
    attempts: integer(retries ? retry.attempts : 1, at),
    retryTimeouts: retries ? [duration(retryTimeout, at)] : [],
    requestBuffering: flag(profile.requestBuffering),
    responseBuffering: flag(profile.responseBuffering),
    tls: profile.tls === undefined ? [] : [upstreamTls(profile.tls, profile.at)],
    scheme: keyword(profile.scheme),
    target: keyword(served ? '$gw_uri' : '$gw_target'),
  };
}

/** Every place of every profile: the normal one, and the one that closes connections while the worker drains. */
function places(gateway: Gateway): readonly { readonly profile: Profile; readonly place: Place }[] {
  return gateway.profiles.flatMap((profile, index) => [
    { profile, place: { index, draining: false } },
    { profile, place: { index, draining: true } },
  ]);
}

/** @returns the locations that proxy */
export function proxies(gateway: Gateway): readonly ProxyView[] {
  return places(gateway).flatMap(({ profile, place }) =>
    profile.kind === 'proxy' ? [proxy(profile, place)] : [],
  );
}

/** @returns the locations the gateway answers from itself */
export function locals(gateway: Gateway): readonly LocalView[] {
  return places(gateway).flatMap(({ profile, place }) =>
    profile.kind === 'local'
      ? [
          {
            match: placeName(place),
            draining: place.draining,
            maxBody: size(profile.maxBody, profile.at),
            response: profile.response,
          },
        ]
      : [],
  );
}
