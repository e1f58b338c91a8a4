import { ofRoute, type RouteFacts, type RoutePath } from '../context.ts';
import { createCoverage } from '../coverage/coverage.ts';
import { patternKey } from '../coverage/pattern-key.ts';
import { type Reach, reaches } from '../coverage/reach.ts';
import type { RuleFinding } from '../finding.ts';
import type { Rule } from '../rule.ts';

interface Verdict {
  /** Some host of the path is still reached. */
  open: boolean;
  readonly owners: Set<Reach>;
}

/** Every path of every route is reached by some request: no better ranked routes take all of them first (D23, D31). */
export const shadowedRoutes: Rule = function* (context) {
  const coverage = createCoverage();
  const verdicts = new Map<RoutePath, Verdict>();
  for (const reach of reaches(context)) {
    const owners = coverage.covering(reach);
    const verdict = verdicts.get(reach.path) ?? { open: false, owners: new Set<Reach>() };
    verdicts.set(reach.path, verdict);
    if (!owners) {
      verdict.open = true;
      coverage.add(reach);
    }
    for (const owner of owners ?? []) if (!isTwin(owner, reach)) verdict.owners.add(owner);
    if (owners?.some((owner) => isTwin(owner, reach))) verdict.open = true;
  }
  for (const route of context.routes) yield* report(route, verdicts);
};

/** Two routes that take the very same requests: another rule tells that, more clearly. */
const isTwin = (a: Reach, b: Reach): boolean =>
  a.priority === b.priority &&
  a.host === b.host &&
  a.methods.join() === b.methods.join() &&
  a.demands.join() === b.demands.join() &&
  patternKey(a.pattern) === patternKey(b.pattern);

function* report(route: RouteFacts, verdicts: ReadonlyMap<RoutePath, Verdict>): Iterable<RuleFinding> {
  const { block } = route;
  const dead = route.paths.filter((path) => verdicts.get(path)?.open === false);
  const whole = dead.length === route.paths.length;
  for (const path of whole ? dead.slice(0, 1) : dead) {
    const owners = [...new Set([...(verdicts.get(path)?.owners ?? [])].map((owner) => owner.route))];
    const names = owners.map((owner) => `"${owner.block.id}"`).join(' and ');
    yield {
      code: 'GW2012',
      message: whole
        ? `no request reaches the route "${block.id}": ${names} takes all of them first`
        : `no request reaches the path "${path.text}": ${names} takes all of them first`,
      at: path.at,
      labels: owners
        .slice(0, 3)
        .map((owner) => ({ at: owner.paths[0]?.at ?? owner.block.at, message: reason(owner, route) })),
      help: 'give it a smaller "priority" (smaller wins), narrow the other route, or remove it',
      context: ofRoute(block),
    };
  }
}

function reason(owner: RouteFacts, route: RouteFacts): string {
  const { id, priority } = owner.block;
  return priority === route.block.priority
    ? `route ${id}`
    : `route ${id}, priority ${priority}, before ${route.block.priority}`;
}
