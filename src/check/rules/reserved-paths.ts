import type { NodePath } from '../../model/path.ts';
import { ofRoute } from '../context.ts';
import type { Rule } from '../rule.ts';

/** Health paths belong to the gateway (M305): no route is exactly one of them; a route that covers one does not get its requests. */
export const reservedPaths: Rule = function* ({ document, routes }) {
  const { health } = document;
  if (health.listener === 'none') return;
  const reserved = new Map<string, NodePath>(
    health.paths.map((path, i) => [path, [...health.at, 'paths', i]]),
  );
  if (health.ready_path !== '') reserved.set(health.ready_path, [...health.at, 'ready_path']);
  for (const { block, paths } of routes)
    for (const { at, pattern } of paths) {
      if ('problem' in pattern) continue;
      if (pattern.kind === 'exact') {
        const owner = reserved.get(pattern.path);
        if (owner)
          yield {
            code: 'GW2013',
            message: `"${pattern.path}" is a health path of the gateway itself`,
            at,
            labels: [{ at: owner, message: 'reserved here' }],
            help: 'choose another path, or change "health.paths" and "health.ready_path", or write "health: {listener: none}"',
            context: ofRoute(block),
          };
      } else if (pattern.kind === 'segments' && pattern.rest && pattern.segments.length > 0) {
        const literals = pattern.segments.map((s) => (s.kind === 'literal' ? `/${s.text}` : '*')).join('');
        const covered = [...reserved.keys()].find(
          (path) => path === literals || path.startsWith(`${literals}/`),
        );
        if (covered !== undefined)
          yield {
            code: 'GW2038',
            message: `requests for "${covered}" stay with the gateway, which answers them as health checks`,
            at,
            help: 'nothing to do, unless the service has to answer them: then change "health.paths"',
            context: ofRoute(block),
          };
      }
    }
};
