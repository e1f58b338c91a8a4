/** What two models say about matching, route by route: which routes take other requests than before, by themselves. */
import { patternKey } from '../check/coverage/pattern-key.ts';
import { conditionKey } from '../emit/model/condition.ts';
import type { MatchModel, Model, RouteModel } from '../emit/model/model.ts';

/** One way to reach a route, and where it stands in the order of its model. */
export interface Way {
  readonly key: string;
  readonly route: RouteModel;
  readonly match: MatchModel;
  readonly rank: number;
}

/** The ways of a model: all in rank order, and those of each route by their key. */
export interface Ways {
  readonly all: readonly Way[];
  readonly ofRoute: ReadonlyMap<string, ReadonlyMap<string, Way>>;
  readonly routes: ReadonlyMap<string, RouteModel>;
}

/**
 * Lists the ways of a model. The key names route, host and path, so the same way has the same key in another model.
 * @param model the model
 */
export function waysOf(model: Model): Ways {
  const ofRoute = new Map(model.routes.map(({ id }) => [id, new Map<string, Way>()]));
  const all = model.matches.map((match, rank) => {
    const route = model.routes[match.route] as RouteModel;
    const key = `${route.id}\n${match.host ?? ''}\n${patternKey(match.pattern)}`;
    const way = { key, route, match, rank };
    ofRoute.get(route.id)?.set(key, way);
    return way;
  });
  return { all, ofRoute, routes: new Map(model.routes.map((route) => [route.id, route])) };
}

/** Both sides of a comparison. */
export interface Sides<T> {
  readonly before: T;
  readonly after: T;
}

/**
 * The routes that take other requests than before, or in another rank, by what they say themselves.
 * @param sides the ways of both models
 * @returns ids, sorted
 */
export function changedRoutes({ before, after }: Sides<Ways>): ReadonlySet<string> {
  const ids = [...new Set([...before.routes.keys(), ...after.routes.keys()])].sort();
  return new Set(
    ids.filter((id) => {
      const [old, now] = [before.routes.get(id), after.routes.get(id)];
      if (!old || !now || demandKey(old) !== demandKey(now)) return true;
      const [oldWays, nowWays] = [before.ofRoute.get(id), after.ofRoute.get(id)];
      return (
        oldWays?.size !== nowWays?.size || [...(oldWays?.keys() ?? [])].some((key) => !nowWays?.has(key))
      );
    }),
  );
}

function demandKey({ fields, methods, require, when }: RouteModel): string {
  return JSON.stringify([
    fields.priority,
    methods,
    when && conditionKey(when),
    require && [conditionKey(require.condition), require.status],
  ]);
}
