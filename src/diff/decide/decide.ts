/**
 * What becomes of a request, decided over the model as `lua/gatewayc/core/router.lua` decides it: of the ways to a route that take host
 * and path, in rank order, the first whose conditions and method fit (D4, D23, D24, D31). What cannot be known makes the whole unknown.
 */
import type { MatchModel, Model, RouteModel } from '../../emit/model/model.ts';
import type { PathPattern } from '../../model/pattern.ts';
import { holds } from './condition.ts';
import type { Outcome, Probe } from './probe.ts';
import { isOpen, segmentsOf } from './segments.ts';
import { hostTakes, patternTakes } from './takes.ts';

/** Decides requests of one model. */
export interface Decider {
  readonly decide: (probe: Probe) => Outcome;
  /** How many ways were looked at so far: the cost of what was decided. */
  readonly looked: () => number;
}

/**
 * Makes what decides the requests of a model. Ways are found in a tree of segments.
 * @param model the model
 */
export function createDecider(model: Model): Decider {
  const root = newPlace();
  for (const [rank, { pattern }] of model.matches.entries()) insert(root, pattern, rank);
  const reserved = reservedPaths(model);
  const mismatch = model.settings['server.method_mismatch'];
  let looked = 0;

  const waysTo = (segments: readonly string[]): readonly number[] => {
    const found: number[] = [];
    const visit = (place: Place, depth: number): void => {
      found.push(...place.below);
      const text = segments[depth];
      if (text === undefined) {
        found.push(...place.here);
        return;
      }
      const literal = place.literals.get(text);
      if (literal) visit(literal, depth + 1);
      if (place.any && text !== '') visit(place.any, depth + 1);
    };
    visit(root, 0);
    return found.sort((a, b) => a - b);
  };

  const decide = (probe: Probe): Outcome => {
    const { host, path } = probe;
    if (reserved.has(path)) return { kind: 'reserved', path };
    const segments = path.slice(1).split('/');
    const allow = new Set<string>();
    for (const rank of waysTo(segments)) {
      looked += 1;
      const match = model.matches[rank] as MatchModel;
      if (!hostTakes(match.host, host)) continue;
      const takes = patternTakes(match.pattern, path, segments);
      if (takes === false) continue;
      const route = model.routes[match.route] as RouteModel;
      const fits = route.when === undefined ? true : holds(route.when, probe);
      if (fits === false) continue;
      if (takes === undefined || fits === undefined) return { kind: 'unknown' };
      if (route.methods.length === 0 || route.methods.includes(probe.method)) return win(route, probe);
      for (const method of route.methods) allow.add(method);
    }
    if (allow.size === 0 || mismatch === 404) return { kind: 'not-found' };
    return { kind: 'method-not-allowed', allow: [...allow].sort() };
  };
  return { decide, looked: () => looked };
}

function win({ id, require }: RouteModel, probe: Probe): Outcome {
  const fits = require === undefined ? true : holds(require.condition, probe);
  if (fits === undefined) return { kind: 'unknown' };
  return { kind: 'route', route: id, ...(!fits && require && { refuse: require.status }) };
}

/**
 * The paths that are no route's: health and readiness.
 * @param model a model
 */
export function reservedPaths({ settings }: Model): ReadonlySet<string> {
  const ready = settings['health.ready_path'];
  const paths = settings['health.paths'];
  return new Set([
    ...(Array.isArray(paths) ? (paths as readonly string[]) : []),
    ...(typeof ready === 'string' ? [ready] : []),
  ]);
}

/** Ranks of ways, by the segments of their patterns: those that end here, and those that take everything below. */
interface Place {
  readonly literals: Map<string, Place>;
  any?: Place;
  readonly here: number[];
  readonly below: number[];
}

const newPlace = (): Place => ({ literals: new Map(), here: [], below: [] });

function insert(root: Place, pattern: PathPattern, rank: number): void {
  let place = root;
  for (const segment of segmentsOf(pattern)) {
    if (segment === undefined) {
      place.any ??= newPlace();
      place = place.any;
      continue;
    }
    const known = place.literals.get(segment) ?? newPlace();
    place.literals.set(segment, known);
    place = known;
  }
  (isOpen(pattern) ? place.below : place.here).push(rank);
}
