/** The requests that are tried for one way, or for two ways at once. */

import type { Probe } from '../decide/probe.ts';
import type { Way } from '../matching.ts';
import { type Facts, factOf, factsFor, type Want, withFacts } from './facts.ts';
import { commonHosts, type Hosts } from './hosts.ts';
import { commonPaths, isCanonical, pathsOf } from './paths.ts';
import { METHODS } from './plain.ts';

/** What requests are made of. */
interface Parts {
  readonly methods: readonly string[];
  readonly hosts: readonly string[];
  readonly paths: readonly string[];
  readonly facts: readonly Facts[];
}

function* requests({ facts, hosts, methods, paths }: Parts): Generator<Probe> {
  for (const fact of facts)
    for (const path of paths)
      for (const host of hosts)
        for (const method of methods) {
          const asked = factOf(fact, 'path') ?? path;
          if (!isCanonical(asked)) continue;
          const probe = withFacts(
            {
              method: factOf(fact, 'method') ?? method,
              host: factOf(fact, 'host') ?? host,
              path: asked,
            },
            fact,
          );
          if (probe) yield probe;
        }
}

const wantsOf = ({ route }: Way): readonly Want[] =>
  route.when ? [{ condition: route.when, holds: 'yes' }] : [];

/**
 * The plainest request that takes a way.
 * @param way the way
 * @param hosts finds hosts
 */
export function* plainAttempts(way: Way, hosts: Hosts): Generator<Probe> {
  yield* requests({
    methods: [way.route.methods[0] ?? 'GET'],
    hosts: hosts.of(way.match.host).slice(0, 1),
    paths: pathsOf(way.match.pattern).slice(0, 1),
    facts: factsFor(wantsOf(way)).slice(0, 1),
  });
}

/**
 * Requests for a way of a route that changed: its methods and one that is not, with its conditions fulfilled, broken, and fulfilled as
 * only one of the two sides asks.
 * @param way the way
 * @param other the same route on the other side, where there is one
 * @param hosts finds hosts
 */
export function* changedAttempts(way: Way, other: Way['route'] | undefined, hosts: Hosts): Generator<Probe> {
  const { match, route } = way;
  const differing =
    other === undefined
      ? []
      : [...route.methods, ...other.methods].filter(
          (method) => route.methods.includes(method) !== other.methods.includes(method),
        );
  const outside = METHODS.find(
    (method) => !route.methods.includes(method) && !other?.methods.includes(method),
  );
  const methods = [
    ...differing,
    // Another route may take some of them first.
    ...(route.methods.length === 0 ? METHODS.slice(0, 4) : route.methods),
    ...(outside === undefined ? [] : [outside]),
  ];
  yield* requests({
    methods: [...new Set(methods)],
    hosts: hosts.of(match.host),
    paths: pathsOf(match.pattern),
    facts: [...new Set(conditionFacts(route, other))],
  });
}

function conditionFacts(route: Way['route'], other: Way['route'] | undefined): readonly Facts[] {
  const mine: Want[] = route.when ? [{ condition: route.when, holds: 'yes' }] : [];
  const against = (condition: Want['condition'] | undefined): readonly Facts[] =>
    condition ? factsFor([...mine, { condition, holds: 'no' }]) : [];
  const required = route.require?.condition;
  const allowed: Want[] = required ? [...mine, { condition: required, holds: 'yes' }] : mine;
  return [
    ...against(other?.when),
    ...(other?.require ? factsFor([...allowed, { condition: other.require.condition, holds: 'no' }]) : []),
    ...against(required),
    ...factsFor(mine),
    ...factsFor(allowed),
    ...(route.when ? factsFor([{ condition: route.when, holds: 'no' }]) : []),
  ];
}

/**
 * Requests that take either of two ways.
 * @param a a way
 * @param b another
 * @param hosts finds hosts
 */
export function* sharedAttempts(a: Way, b: Way, hosts: Hosts): Generator<Probe> {
  const [one, two] = [a.route.methods, b.route.methods];
  const shared = one.length === 0 ? two : two.length === 0 ? one : one.filter((m) => two.includes(m));
  // What only the first takes shows what is behind the second.
  const apart = (one.length === 0 ? METHODS : one).find((method) => two.length > 0 && !two.includes(method));
  const methods = [...shared.slice(0, 2), ...(apart === undefined ? [] : [apart])];
  const passing: readonly Want[] = b.route.when ? [{ condition: b.route.when, holds: 'no' }] : [];
  yield* requests({
    methods: methods.length === 0 ? ['GET'] : methods,
    hosts: commonHosts(a.match.host, b.match.host, hosts).slice(0, 2),
    paths: commonPaths(a.match.pattern, b.match.pattern).slice(0, 3),
    facts: [
      ...factsFor([...wantsOf(a), ...wantsOf(b)]),
      ...(passing.length > 0 ? factsFor([...wantsOf(a), ...passing]).slice(0, 3) : []),
    ],
  });
}
