import type { Probe } from '../decide/probe.ts';

/** A witness as a client sends it. */
export interface WitnessRequest {
  readonly method: string;
  readonly host: string;
  /** The request target: percent-encoded, with the query. */
  readonly target: string;
  /** Names in lower case; cookies are among them. */
  readonly headers: Readonly<Record<string, string>>;
  /** The address it must come from; absent: any. */
  readonly client?: string;
}

/**
 * Writes a witness as a request.
 * @param probe the witness
 */
export function requestOf({ client, cookies, headers, host, method, path, query }: Probe): WitnessRequest {
  const pairs = Object.entries(query).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  const jar = Object.entries(cookies).map(([name, value]) => `${name}=${value}`);
  return {
    method,
    host,
    target: `${rawPath(path)}${pairs.length === 0 ? '' : `?${pairs.join('&')}`}`,
    headers: { ...headers, ...(jar.length > 0 && { cookie: jar.join('; ') }) },
    ...(client !== undefined && { client }),
  };
}

/** What needs no encoding in a segment, beyond what `encodeURIComponent` leaves alone. */
const PLAIN = /%(?:3A|40|24|26|2B|2C|3B|3D)/g;

/**
 * Percent-encodes a decoded path.
 * @param path a canonical path
 */
export const rawPath = (path: string): string =>
  path
    .split('/')
    .map((segment) => encodeURIComponent(segment).replace(PLAIN, decodeURIComponent))
    .join('/');
