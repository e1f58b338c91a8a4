import type { Code } from '../../diagnostics/codes.ts';
import { FEATURES } from '../../features/registry.ts';
import { type AssertionProblem, readAssertion } from '../../model/assertion.ts';
import type { AssertionGroupBlock, RouteBlock } from '../../model/document.ts';
import { isGroup, shorthands } from '../../model/read-condition.ts';
import { ofRoute } from '../context.ts';
import type { RuleFinding } from '../finding.ts';
import type { Rule } from '../rule.ts';
import { findSubject } from '../subjects.ts';
import { didYouMean } from '../suggest.ts';
import { assertionsOf } from '../walk.ts';

const CODES: Readonly<Record<AssertionProblem['kind'], Code>> = {
  operator: 'GW2022',
  operand: 'GW2022',
  foreign: 'GW2022',
  cidr: 'GW2021',
  name: 'GW2024',
  guess: 'GW2025',
  unused: 'GW2039',
};

/** Every condition names a subject and an operator there are, says what it tests (D5), and has the operand its operator needs (D7). */
export const assertions: Rule = function* ({ routes }) {
  for (const { block } of routes) {
    const group = block.assertion_group_config;
    if (group) yield* emptyGroups(group, block);
    for (const assertion of [...shorthands(block), ...assertionsOf(group)]) {
      const feature = findSubject(assertion.type);
      if (!feature) {
        const types = FEATURES.assertion.map(({ name }) => name);
        yield {
          code: 'GW2023',
          message: `unknown assertion type "${assertion.type}"`,
          at: [...assertion.at, 'type'],
          help: didYouMean(assertion.type, types, `the types are ${types.join(', ')}`),
          context: ofRoute(block),
        };
        continue;
      }
      for (const { at, help, kind, known, message } of readAssertion(assertion, feature).problems)
        yield {
          code: CODES[kind],
          message,
          at,
          help: known ? didYouMean(assertion.operator, known, help) : help,
          context: ofRoute(block),
        };
    }
  }
};

function* emptyGroups(group: AssertionGroupBlock, route: RouteBlock): Iterable<RuleFinding> {
  if (group.assertions.length === 0)
    yield {
      code: 'GW2022',
      message: 'the assertion group is empty',
      at: group.at,
      help: 'add an assertion, or remove the group',
      context: ofRoute(route),
    };
  for (const item of group.assertions) {
    if (!isGroup(item)) continue;
    if (item.on_fail !== undefined)
      yield {
        code: 'GW2022',
        message: 'a group inside a group cannot refuse a request by itself',
        at: [...item.at, 'on_fail'],
        help: 'move "on_fail" to the outermost group',
        context: ofRoute(route),
      };
    yield* emptyGroups(item, route);
  }
}
