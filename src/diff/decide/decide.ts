/**
 * What becomes of a request, decided over the model as `lua/gatewayc/core/router.lua` decides it: of the ways to a route that take host
 * and path, in rank order, the first whose conditions and method fit (D4, D23, D24, D31). What cannot be known makes the whole unknown.
 */
import type { MatchModel, Model, RouteModel } from '../../emit/model/model.ts';
import { literalStart } from '../../model/pattern.ts';
import { holds } from './condition.ts';
import type { Outcome, Probe } from './probe.ts';
import { hostTakes, patternTakes } from './takes.ts';

/** Decides requests of one model. */
export interface Decider {
  readonly decide: (probe: Probe) => Outcome;
  /** How many ways were looked at so far: the cost of what was decided. */
  readonly looked: () => number;
}

/**
 * Makes what decides the requests of a model. Ways are found by the literal segments their paths begin with.
 * @param model the model
 */
export function createDecider(model: Model): Decider {
  const exact = new Map<string, number[]>();
  const heads = new Map<string, number[]>();
  let deepest = 0;
  for (const [rank, { pattern }] of model.matches.entries()) {
    if (pattern.kind === 'exact') push(exact, pattern.path, rank);
    else {
      const start = literalStart(pattern);
      deepest = Math.max(deepest, start.length);
      push(heads, headKey(start), rank);
    }
  }
  const reserved = reservedPaths(model);
  const mismatch = model.settings['server.method_mismatch'];
  let looked = 0;

  const waysTo = (path: string, segments: readonly string[]): readonly number[] => {
    const lists = [exact.get(path)];
    let key = '';
    for (let depth = 0; depth <= Math.min(deepest, segments.length); depth++) {
      if (depth > 0) key += `/${segments[depth - 1]}`;
      lists.push(heads.get(key));
    }
    const there = lists.filter((list) => list !== undefined);
    return there.length === 1 ? (there[0] as number[]) : there.flat().sort((a, b) => a - b);
  };

  const decide = (probe: Probe): Outcome => {
    const { host, path } = probe;
    if (reserved.has(path)) return { kind: 'reserved', path };
    const segments = path.slice(1).split('/');
    const allow = new Set<string>();
    for (const rank of waysTo(path, segments)) {
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

function push(map: Map<string, number[]>, key: string, rank: number): void {
  const list = map.get(key);
  if (list) list.push(rank);
  else map.set(key, [rank]);
}

const headKey = (start: ReturnType<typeof literalStart>): string => start.map((text) => `/${text}`).join('');
