import { findSubject } from '../check/subjects.ts';
import type { GatewayDocument, RouteBlock, ServiceBlock } from '../model/document.ts';
import type { Plan, Profile, Route, Step } from '../model/gateway.ts';
import { expandMethods } from '../model/methods.ts';
import { routeCondition } from '../model/read-condition.ts';
import { lowerEdits } from './edits.ts';
import { patternOf } from './matches.ts';
import { createPlanner, type Planner } from './plans.ts';
import { createPool, type Pool } from './pool.ts';
import { localProfile, profileIdentity, proxyProfile, withStages } from './profiles.ts';
import { lowerHost, lowerPath, lowerTarget } from './targets.ts';

/** The routes and the tables they refer to. */
export interface LoweredRoutes {
  readonly routes: readonly Route[];
  readonly steps: readonly Step[];
  readonly plans: readonly Plan[];
  readonly profiles: readonly Profile[];
}

interface Tables {
  readonly services: ReadonlyMap<string, ServiceBlock>;
  readonly planner: Planner;
  readonly profiles: Pool<Profile>;
}

/**
 * Lowers the routes.
 * @param document a checked document
 * @param enabled its enabled routes, in declaration order
 */
export function lowerRoutes(document: GatewayDocument, enabled: readonly RouteBlock[]): LoweredRoutes {
  const services = new Map(document.services.map((service) => [service.id, service]));
  const tables: Tables = { services, planner: createPlanner(), profiles: createPool(profileIdentity) };
  const routes = enabled.map((route) => lowerRoute(route, document, tables));
  const { plans, steps } = tables.planner;
  return { routes, steps, plans, profiles: tables.profiles.items };
}

function lowerRoute(route: RouteBlock, document: GatewayDocument, tables: Tables): Route {
  const { target } = route;
  const service = target.kind === 'service' ? tables.services.get(target.service_id) : undefined;
  if (target.kind === 'service' && !service)
    throw new Error(`route ${route.id} was not checked: no service ${target.service_id}`);
  const directives = service
    ? proxyProfile(route, service, document.server)
    : localProfile(route, document.server);
  const plan = tables.planner.plan(lowerEdits(route));
  const profile = withStages(directives, tables.planner.plans[plan] as Plan);
  return {
    id: route.id,
    endpoint: endpoint(route),
    methods: expandMethods(route.methods),
    ...routeCondition(route, findSubject),
    target: lowerTarget(target),
    path: lowerPath(route, patternOf(route, route.paths[0] as string)),
    host: lowerHost(route, service),
    plan,
    profile: tables.profiles.index(profile),
    at: route.at,
  };
}

/** The path as written; the id when there are several, since a label has one value (D27). */
const endpoint = ({ id, paths }: RouteBlock): string => (paths.length === 1 ? (paths[0] as string) : id);
