import { ofRoute } from '../context.ts';
import { patternKey } from '../coverage/pattern-key.ts';
import { type Reach, reaches } from '../coverage/reach.ts';
import type { RuleFinding } from '../finding.ts';
import type { Rule } from '../rule.ts';

/** No two routes take the same requests at the same priority; where they share some methods, declaration decides, and that is said. */
export const equalRoutes: Rule = function* (context) {
  const groups = new Map<
    string,
    { readonly sets: Map<string, Reach>; readonly methods: Map<string, Reach> }
  >();
  const told = new Set<string>();
  for (const reach of reaches(context)) {
    const key = JSON.stringify([
      reach.priority,
      reach.host ?? null,
      patternKey(reach.pattern),
      reach.demands,
    ]);
    const group = groups.get(key) ?? { sets: new Map<string, Reach>(), methods: new Map<string, Reach>() };
    groups.set(key, group);
    const set = reach.methods.join();
    const equal = group.sets.get(set);
    const all = group.sets.get('');
    const shared = reach.methods.find((method) => group.methods.has(method));
    const finding = equal
      ? sameRequests(reach, equal)
      : shared !== undefined && !all && reach.methods.some((method) => !group.methods.has(method))
        ? sharedMethod(reach, group.methods.get(shared) as Reach, shared)
        : undefined;
    if (finding) {
      const pair = JSON.stringify([finding.code, reach.route.block.at, finding.labels?.[0]?.at.slice(0, 2)]);
      if (!told.has(pair)) yield finding;
      told.add(pair);
    }
    if (!equal) group.sets.set(set, reach);
    for (const method of reach.methods) if (!group.methods.has(method)) group.methods.set(method, reach);
  }
};

function sameRequests(later: Reach, earlier: Reach): RuleFinding {
  const self = later.route === earlier.route;
  return {
    code: 'GW2011',
    message: self
      ? `the route "${later.route.block.id}" lists the same path twice`
      : `the routes "${earlier.route.block.id}" and "${later.route.block.id}" take the same requests`,
    at: later.path.at,
    labels: [{ at: earlier.path.at, message: self ? 'the first time' : `route ${earlier.route.block.id}` }],
    help: self
      ? 'remove one of them'
      : 'make path, hosts, methods or conditions differ, or remove one of them',
    context: ofRoute(later.route.block),
  };
}

const sharedMethod = (later: Reach, earlier: Reach, method: string): RuleFinding => ({
  code: 'GW2040',
  message: `${method} requests go to "${earlier.route.block.id}", which is declared first`,
  at: later.path.at,
  labels: [{ at: earlier.path.at, message: `route ${earlier.route.block.id} takes ${method} too` }],
  help: `remove ${method} from one of the two routes`,
  context: ofRoute(later.route.block),
});
