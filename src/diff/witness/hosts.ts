import { hostTakes } from '../decide/takes.ts';
import type { Way } from '../matching.ts';

/** Finds hosts for requests. */
export interface Hosts {
  /** Hosts a match takes, the plainest first. */
  readonly of: (wanted: string | undefined) => readonly string[];
  /** A host no route names. */
  readonly neutral: string;
}

const CANDIDATES = ['example.com', 'example.org', 'example.net', 'host.test'];
const LABELS = ['www', 'any', 'x'];

/**
 * Makes what finds hosts that only the ways in question take, as far as possible.
 * @param ways all ways of both models
 */
export function hostsFor(ways: readonly Way[]): Hosts {
  const named = new Set(ways.flatMap(({ match }) => (match.host === undefined ? [] : [match.host])));
  const isFree = (host: string): boolean => ![...named].some((wanted) => hostTakes(wanted, host));
  const numbered = (): string => {
    for (let i = 1; ; i++) if (isFree(`host${i}.invalid`)) return `host${i}.invalid`;
  };
  const neutral = CANDIDATES.find(isFree) ?? numbered();
  return {
    neutral,
    of: (wanted) => {
      if (wanted === undefined) return [neutral];
      if (!wanted.startsWith('*.')) return [wanted];
      const below = LABELS.map((label) => `${label}${wanted.slice(1)}`);
      return [...below.filter((host) => !named.has(host)), ...below].slice(0, 2);
    },
  };
}

/**
 * Hosts that two matches both take.
 * @param a the host of a match
 * @param b the host of another
 * @param hosts finds them
 */
export const commonHosts = (a: string | undefined, b: string | undefined, hosts: Hosts): readonly string[] =>
  [...hosts.of(a), ...hosts.of(b)].filter((host) => hostTakes(a, host) && hostTakes(b, host));
