import { ofRoute } from '../context.ts';
import type { Rule } from '../rule.ts';

/** Every path of a route is a pattern that some canonical path can match. */
export const pathPatterns: Rule = function* ({ document, routes }) {
  for (const { block, paths } of routes) {
    if (paths.length === 0)
      yield {
        code: 'GW2007',
        message: `the route "${block.id}" has no path`,
        at: block.at,
        help: 'add "path", for example "/api/**"',
        context: ofRoute(block),
      };
    for (const { at, pattern, text } of paths) {
      if ('problem' in pattern)
        yield { code: 'GW2007', message: pattern.problem, at, help: pattern.help, context: ofRoute(block) };
      else if (document.server.paths === 'strict' && text.includes('..;') && pattern.kind !== 'regex')
        yield {
          code: 'GW2007',
          message: `path "${text}" holds "..;", which strict paths refuse`,
          at,
          help: 'write the path that is meant',
          context: ofRoute(block),
        };
    }
  }
};
