import { ofRoute } from '../context.ts';
import type { Rule } from '../rule.ts';

/** More regexes than this below one literal prefix are slow: a request below it is tested against each. */
const MANY = 50;

/** Regexes have literal segments before them, so that a request is tested against few. */
export const regexBuckets: Rule = function* ({ routes }) {
  const counts = new Map<string, number>();
  for (const { block, paths } of routes)
    for (const { at, pattern } of paths) {
      if ('problem' in pattern || pattern.kind !== 'regex') continue;
      const prefix = `/${pattern.prefix.join('/')}`;
      const count = (counts.get(prefix) ?? 0) + 1;
      counts.set(prefix, count);
      if (count !== MANY + 1) continue;
      yield {
        code: 'GW5001',
        message: `more than ${MANY} regexes start with "${prefix}", and requests there are tested against all of them`,
        at,
        help: 'start each regex with more literal segments, or use "{name:regex}" in a path of segments',
        context: ofRoute(block),
      };
    }
};
