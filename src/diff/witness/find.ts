/**
 * Witnesses: requests that two models decide differently. Every one is decided over both, so what is found is true; not everything that
 * is true is found.
 */
import type { Model } from '../../emit/model/model.ts';
import { createDecider, reservedPaths } from '../decide/decide.ts';
import { type Outcome, outcomeKey, type Probe } from '../decide/probe.ts';
import type { Sides, Way, Ways } from '../matching.ts';
import { createOverlap, type Near } from '../overlap.ts';
import type { Swap } from '../reorder.ts';
import { changedAttempts, plainAttempts, sharedAttempts } from './attempts.ts';
import { type Hosts, hostsFor } from './hosts.ts';
import { METHODS, NOBODY } from './plain.ts';

/** Requests that went to one place and now go to another, and one of them. */
export interface Move {
  readonly from: Outcome;
  readonly to: Outcome;
  readonly witness: Probe;
}

/** What was found. */
export interface Witnesses {
  /** One for each pair of places, in the order they were found: the plainest requests first. */
  readonly moves: readonly Move[];
  /** Swaps no request was found for. */
  readonly open: readonly Swap[];
  /** False when the search was given up before every attempt was made. */
  readonly complete: boolean;
}

/** What to look for witnesses of. */
export interface Search {
  readonly models: Sides<Model>;
  readonly ways: Sides<Ways>;
  readonly changed: ReadonlySet<string>;
  readonly swaps: readonly Swap[];
}

/** Attempts, and ways looked at while deciding them. A count, not a clock: the same input gives the same answer. */
const LIMITS = { attempts: 30_000, looked: 4_000_000 } as const;

/** Ways near a changed one that are tried together with it. */
const NEIGHBOURS = 12;

/**
 * Looks for witnesses.
 * @param search what changed
 */
export function findWitnesses(search: Search): Witnesses {
  const { changed, swaps, ways } = search;
  const judge = createJudge(search.models);
  const all = [...ways.after.all, ...ways.before.all.filter(({ route }) => changed.has(route.id))];
  const hosts = hostsFor(all);
  const moving = all.filter(({ route }) => changed.has(route.id));
  trySettings(search, { judge, hosts, all });
  if (moving.length + swaps.length > 0) {
    const { near } = createOverlap(all);
    const around = moving.map((way) => near(way.match.pattern));
    // What is far from every change is decided as before; where much is near, everything may be.
    const touched = around.every(({ whole }) => whole) ? around.flatMap((found) => found.ways) : all;
    for (const way of new Set([...moving, ...touched])) judge.tryAll(plainAttempts(way, hosts));
    const open = swaps.filter(({ now, then }) => !judge.tryAll(sharedAttempts(now, then, hosts)));
    for (const way of moving) judge.tryAll(changedAttempts(way, counterpart(way, ways), hosts));
    for (const [i, way] of moving.entries()) {
      const others = (around[i] as Near).ways.filter(({ route }) => route !== way.route);
      for (const other of others.slice(0, NEIGHBOURS)) judge.tryAll(sharedAttempts(way, other, hosts));
    }
    return { moves: judge.moves(), open, complete: !judge.spent() };
  }
  return { moves: judge.moves(), open: [], complete: !judge.spent() };
}

function counterpart({ route }: Way, { after, before }: Sides<Ways>): Way['route'] | undefined {
  const now = after.routes.get(route.id);
  return now === route ? before.routes.get(route.id) : now;
}

interface Tools {
  readonly judge: Judge;
  readonly hosts: Hosts;
  readonly all: readonly Way[];
}

/** Health paths, and what is answered when only the method is wrong, decide requests too. */
function trySettings({ models }: Search, { all, hosts, judge }: Tools): void {
  const [old, now] = [reservedPaths(models.before), reservedPaths(models.after)];
  const bare = { method: 'GET', host: hosts.neutral, headers: {}, query: {}, cookies: {} };
  for (const path of [...old, ...now]) if (old.has(path) !== now.has(path)) judge.tryAll([{ ...bare, path }]);
  const mismatch = 'server.method_mismatch';
  if (models.before.settings[mismatch] === models.after.settings[mismatch]) return;
  for (const way of all) {
    const method = METHODS.find((one) => !way.route.methods.includes(one));
    if (way.route.methods.length === 0 || method === undefined) continue;
    const [probe] = plainAttempts(way, hosts);
    if (probe && judge.tryAll([{ ...probe, method }])) return;
  }
}

interface Judge {
  /** Tries requests; says whether one of them moved. */
  readonly tryAll: (probes: Iterable<Probe>) => boolean;
  readonly moves: () => readonly Move[];
  readonly spent: () => boolean;
}

function createJudge({ after, before }: Sides<Model>): Judge {
  const [old, now] = [createDecider(before), createDecider(after)];
  const moves = new Map<string, Move>();
  let attempts = 0;
  let spent = false;
  const attempt = (witness: Probe): boolean => {
    attempts += 1;
    spent ||= attempts > LIMITS.attempts || old.looked() + now.looked() > LIMITS.looked;
    const [from, to] = [old.decide(witness), now.decide(witness)];
    if (from.kind === 'unknown' || to.kind === 'unknown')
      return witness.client === undefined ? attempt({ ...witness, client: NOBODY[0] }) : false;
    if (outcomeKey(from) === outcomeKey(to)) return false;
    const key = `${outcomeKey(from)}\n${outcomeKey(to)}`;
    if (!moves.has(key)) moves.set(key, { from, to, witness });
    return true;
  };
  return {
    tryAll: (probes) => {
      if (spent) return false;
      let moved = false;
      for (const probe of probes) {
        moved = attempt(probe) || moved;
        if (spent) break;
      }
      return moved;
    },
    moves: () => [...moves.values()],
    spent: () => spent,
  };
}
