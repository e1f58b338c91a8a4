import { ofRoute } from '../context.ts';
import type { Rule } from '../rule.ts';

/** A body that is announced as JSON is JSON. */
export const responseBody: Rule = function* ({ routes }) {
  for (const { block } of routes) {
    const { target } = block;
    if (target.kind !== 'respond' || target.body === '') continue;
    if (!/^application\/(?:[\w.-]+\+)?json\b/i.test(target.content_type) || isJson(target.body)) continue;
    yield {
      code: 'GW2035',
      message: `the body is sent as ${target.content_type} and is not JSON`,
      at: [...target.at, 'body'],
      help: 'mend the JSON, or set "content_type", for example to text/plain',
      context: ofRoute(block),
    };
  }
};

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
