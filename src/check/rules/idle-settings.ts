import type { RouteBlock } from '../../model/document.ts';
import { ofRoute } from '../context.ts';
import type { Rule } from '../rule.ts';

/** Settings that only mean something on the way to a service. */
const FORWARDING = [
  'strip_prefix',
  'add_prefix',
  'rewrite',
  'host_rewrite',
  'request_headers',
  'request_query',
  'timeout',
  'connect_timeout',
  'retry',
  'request_buffering',
  'response_buffering',
] as const satisfies readonly (keyof RouteBlock)[];

/** A route the gateway answers itself has no settings for the way to a service: nothing is dropped in silence. */
export const idleSettings: Rule = function* ({ routes }) {
  for (const { block } of routes) {
    if (block.target.kind === 'service') continue;
    for (const key of FORWARDING) {
      if (block[key] === undefined || block[key] === false) continue;
      yield {
        code: 'GW2045',
        message: `"${key}" does nothing on a route without a service`,
        at: [...block.at, key],
        help: `remove it, or send the route to a service instead of "${block.target.kind}"`,
        context: ofRoute(block),
      };
    }
  }
};
