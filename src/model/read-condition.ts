import { readAssertion } from './assertion.ts';
import type { Condition } from './condition.ts';
import type {
  AssertionBlock,
  AssertionGroupBlock,
  AssertionItem,
  PredicateBlock,
  RouteBlock,
} from './document.ts';
import type { AssertionFeature } from './feature.ts';
import { byText } from './text.ts';

/** Looks a subject up; the registry of features does. */
export type FindSubject = (type: string) => AssertionFeature | undefined;

/** What a route asks of a request besides host, path and method: `when` takes part in matching, `require` refuses (D4). */
export interface RouteCondition {
  readonly when: Condition | undefined;
  readonly require: { readonly condition: Condition; readonly status: number } | undefined;
}

/**
 * Says whether an item of a group is a group itself.
 * @param item an item of an assertion group
 */
export const isGroup = (item: AssertionItem): item is AssertionGroupBlock & { readonly group: true } =>
  item.group === true;

/**
 * The `headers` and `query` shorthands of a route as assertions, sorted by name, so that the order of keys means nothing (T9).
 * @param route a route
 */
export function shorthands(route: RouteBlock): readonly AssertionBlock[] {
  return (['header', 'query'] as const).flatMap((type) =>
    Object.entries(type === 'header' ? route.headers : route.query)
      .sort(([a], [b]) => byText(a, b))
      .map(([name, predicate]) => asAssertion(type, name, predicate)),
  );
}

function asAssertion(type: 'header' | 'query', name: string, predicate: PredicateBlock): AssertionBlock {
  const { at, operator, value, case_sensitive } = predicate;
  return { at, type, [type]: name, operator, case_sensitive, ...(value !== undefined && { value }) };
}

/**
 * Builds the conditions of a route.
 * @param route a route whose assertions have no errors
 * @param find the registry
 * @returns both conditions; undefined where nothing is asked
 * @throws Error when an assertion has an error: the rules find that first
 */
export function routeCondition(route: RouteBlock, find: FindSubject): RouteCondition {
  const tests = shorthands(route).map((block) => readTest(block, find));
  const group = route.assertion_group_config;
  const asked = group && readGroup(group, find);
  if (group?.on_fail === undefined)
    return { when: all(asked ? [...tests, asked] : tests), require: undefined };
  const condition = all(asked ? [asked] : []);
  return { when: all(tests), require: condition && { condition, status: group.on_fail } };
}

function readTest(block: AssertionBlock, find: FindSubject): Condition {
  const feature = find(block.type);
  const read = feature && readAssertion(block, feature);
  if (!read?.test)
    throw new Error(
      `assertion at ${block.at.join('/')} was not checked: ${read?.problems[0]?.message ?? block.type}`,
    );
  return read.test;
}

function readGroup(group: AssertionGroupBlock, find: FindSubject): Condition {
  const of = group.assertions.map((item) => (isGroup(item) ? readGroup(item, find) : readTest(item, find)));
  return of.length === 1 ? (of[0] as Condition) : { kind: group.type === 'or' ? 'any' : 'all', of };
}

/** All of these, without groups of one or groups of the same kind inside. */
function all(conditions: readonly Condition[]): Condition | undefined {
  const of = conditions.flatMap((c) => (c.kind === 'all' ? c.of : [c]));
  return of.length > 1 ? { kind: 'all', of } : of[0];
}
