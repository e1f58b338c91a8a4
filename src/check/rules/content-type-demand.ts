import { readAssertion } from '../../model/assertion.ts';
import { ofRoute } from '../context.ts';
import type { Rule } from '../rule.ts';
import { findSubject } from '../subjects.ts';
import { demanded } from '../walk.ts';

const BODILESS = ['GET', 'HEAD', 'DELETE'];

/** A demand for Content-Type turns away GET and DELETE requests, which send no body and so no such header (D33). */
export const contentTypeDemand: Rule = function* ({ routes }) {
  for (const { block } of routes) {
    const group = block.assertion_group_config;
    const without = block.methods.filter((method) => BODILESS.includes(method.toUpperCase()));
    if (!group || without.length === 0) continue;
    for (const assertion of demanded(group)) {
      const feature = findSubject(assertion.type);
      const test = feature && readAssertion(assertion, feature).test;
      if (test?.subject !== 'header' || test.name !== 'content-type' || test.negate) continue;
      yield {
        code: 'GW2033',
        message: `the assertion wants a Content-Type, which ${without.join(' and ')} requests do not send`,
        at: assertion.at,
        labels: [{ at: [...block.at, 'methods'], message: 'the methods of the route' }],
        help: 'put the methods with a body on a route of their own',
        context: ofRoute(block),
      };
    }
  }
};
