import type { RouteBlock } from '../model/document.ts';
import type { Match } from '../model/gateway.ts';
import { type PathPattern, parsePattern } from '../model/pattern.ts';
import { rankOrder } from '../model/rank.ts';
import { asciiLower } from '../model/text.ts';

/**
 * Reads a path of a checked route.
 * @param route the route
 * @param path one of its paths
 * @throws Error when it is no pattern: the rules find that first
 */
export function patternOf(route: RouteBlock, path: string): PathPattern {
  const pattern = parsePattern(path, route.match_type);
  if ('problem' in pattern) throw new Error(`path of route ${route.id} was not checked: ${pattern.problem}`);
  return pattern;
}

/**
 * All ways to reach the routes: one for each route, path and host.
 * @param routes the enabled routes, in declaration order; indexes refer to this list
 * @returns matches in rank order (D23, D31)
 */
export function lowerMatches(routes: readonly RouteBlock[]): readonly Match[] {
  let order = 0;
  const ranked = routes.flatMap((route, index) =>
    route.paths.flatMap((path) => {
      const pattern = patternOf(route, path);
      const hosts = route.hosts.length === 0 ? [undefined] : route.hosts.map(asciiLower);
      return hosts.map((host) => ({ route: index, priority: route.priority, host, pattern, order: order++ }));
    }),
  );
  return rankOrder(ranked).map(({ host, pattern, route }) => ({ route, host, pattern }));
}
