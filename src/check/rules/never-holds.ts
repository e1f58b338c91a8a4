import { readAssertion } from '../../model/assertion.ts';
import type { Test } from '../../model/condition.ts';
import { expandMethods } from '../../model/methods.ts';
import type { NodePath } from '../../model/path.ts';
import { literalStart, type PathPattern } from '../../model/pattern.ts';
import { shorthands } from '../../model/read-condition.ts';
import { asciiLower } from '../../model/text.ts';
import { ofRoute, patternsOf, type RouteFacts } from '../context.ts';
import type { RuleFinding } from '../finding.ts';
import type { Rule } from '../rule.ts';
import { findSubject } from '../subjects.ts';
import { demanded } from '../walk.ts';

interface Placed {
  readonly test: Test;
  readonly at: NodePath;
}

/** What a route demands can come true: it does not contradict the route's methods, hosts and paths, nor itself. */
export const neverHolds: Rule = function* ({ routes }) {
  for (const route of routes) {
    const { assertion_group_config: group } = route.block;
    const tests = [...shorthands(route.block), ...(group ? demanded(group) : [])].flatMap(
      (assertion): readonly Placed[] => {
        const feature = findSubject(assertion.type);
        const test = feature && readAssertion(assertion, feature).test;
        return test ? [{ test, at: assertion.at }] : [];
      },
    );
    for (const { at, test } of tests) if (!test.negate) yield* againstRoute(route, test, at);
    yield* againstEachOther(route, tests);
  }
};

const never = (route: RouteFacts, at: NodePath, reason: string, other: NodePath): RuleFinding => ({
  code: 'GW2032',
  message: `the condition can never hold: ${reason}`,
  at,
  labels: [{ at: other, message: 'contradicted here' }],
  help: 'change one of the two',
  context: ofRoute(route.block),
});

function* againstRoute(route: RouteFacts, test: Test, at: NodePath): Iterable<RuleFinding> {
  const { block } = route;
  const fold = (text: string): string => (test.caseSensitive ? text : asciiLower(text));
  if (test.subject === 'method' && test.operator === 'equals') {
    const methods = expandMethods(block.methods).map(fold);
    if (methods.length > 0 && !test.values.some((value) => methods.includes(value)))
      yield never(route, at, 'the route does not have this method', [...block.at, 'methods']);
  }
  if (test.subject === 'host' && test.operator === 'equals' && block.hosts.length > 0) {
    const taken = test.values.some((value) => block.hosts.some((host) => hostTakes(asciiLower(host), value)));
    if (!taken) yield never(route, at, 'the route does not have this host', [...block.at, 'hosts']);
  }
  const patterns = patternsOf(route);
  if (
    test.subject === 'path' &&
    patterns.length > 0 &&
    patterns.every((pattern) => !couldHold(pattern, test, fold))
  )
    yield never(route, at, 'no path of the route is like this', route.paths[0]?.at ?? block.at);
}

const hostTakes = (host: string, value: string): boolean =>
  host.startsWith('*.') ? value.endsWith(host.slice(1)) && value.length >= host.length : host === value;

/** Errs towards true: only literal beginnings and exact paths are looked at. */
function couldHold(pattern: PathPattern, test: Test, fold: (text: string) => string): boolean {
  const exact = pattern.kind === 'exact';
  const head = fold(exact ? pattern.path : `/${literalStart(pattern).join('/')}`);
  switch (test.operator) {
    case 'equals':
      return test.values.some((value) => (exact ? value === head : value.startsWith(head)));
    case 'starts_with':
      return test.values.some((value) => head.startsWith(value) || (!exact && value.startsWith(head)));
    default:
      return true;
  }
}

function* againstEachOther(route: RouteFacts, tests: readonly Placed[]): Iterable<RuleFinding> {
  const wanted = new Map<string, Placed>();
  const absent = new Map<string, Placed>();
  for (const placed of tests) {
    const { test } = placed;
    const key = `${test.subject} ${test.name ?? ''}`;
    if (test.operator === 'exists' && test.negate) absent.set(key, placed);
    if (test.operator !== 'equals' || test.negate) continue;
    const earlier = wanted.get(key);
    const fold = (text: string): string =>
      test.caseSensitive && earlier?.test.caseSensitive ? text : asciiLower(text);
    if (earlier && !test.values.some((value) => earlier.test.values.map(fold).includes(fold(value))))
      yield never(route, placed.at, 'another assertion wants another value', earlier.at);
    wanted.set(key, placed);
  }
  for (const [key, placed] of absent) {
    const other = wanted.get(key);
    if (other) yield never(route, placed.at, 'another assertion wants a value', other.at);
  }
}
