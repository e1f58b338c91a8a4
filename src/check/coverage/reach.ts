import { expandMethods } from '../../model/methods.ts';
import type { PathPattern } from '../../model/pattern.ts';
import { rankOrder } from '../../model/rank.ts';
import { routeCondition } from '../../model/read-condition.ts';
import { asciiLower } from '../../model/text.ts';
import type { CheckContext, RouteFacts, RoutePath } from '../context.ts';
import { findSubject } from '../subjects.ts';
import { demands } from './condition-key.ts';

/** One way to reach a route: a path on a host, for its methods and conditions. */
export interface Reach {
  readonly route: RouteFacts;
  readonly path: RoutePath;
  readonly pattern: PathPattern;
  readonly priority: number;
  readonly host: string | undefined;
  /** Empty: every method. */
  readonly methods: readonly string[];
  readonly demands: readonly string[];
  readonly order: number;
}

/** Two rules ask, and ranking ten thousand routes takes a while. */
const memory = new WeakMap<CheckContext, readonly Reach[]>();

/**
 * All ways to reach the routes that could be read.
 * @param context the document
 * @returns in rank order (D23, D31)
 */
export function reaches(context: CheckContext): readonly Reach[] {
  const known = memory.get(context);
  if (known) return known;
  const ranked = rankOrder(unranked(context));
  memory.set(context, ranked);
  return ranked;
}

function unranked({ routes }: CheckContext): readonly Reach[] {
  const out: Reach[] = [];
  for (const route of routes) {
    const asked = demandsOf(route);
    if (!asked) continue;
    const { block } = route;
    const hosts = block.hosts.length === 0 ? [undefined] : block.hosts.map(asciiLower);
    const methods = expandMethods(block.methods);
    for (const path of route.paths) {
      const { pattern } = path;
      if ('problem' in pattern) continue;
      for (const host of hosts)
        out.push({
          route,
          path,
          pattern,
          priority: block.priority,
          host,
          methods,
          demands: asked,
          order: out.length,
        });
    }
  }
  return out;
}

/** Undefined when an assertion has an error, which another rule tells. */
function demandsOf({ block }: RouteFacts): readonly string[] | undefined {
  try {
    return demands(routeCondition(block, findSubject).when);
  } catch {
    return undefined;
  }
}
