/**
 * Ways of unchanged routes that changed places. Declaration decides between ways of equal rank, so moving a route in the file can change
 * who takes a request; it only does where two ways share requests, and everything else is no difference.
 */
import { hostTakes } from './decide/takes.ts';
import type { Sides, Way, Ways } from './matching.ts';
import { createOverlap } from './overlap.ts';

/** Two ways of unchanged routes that may share requests: `now` goes first, `then` went first before. */
export interface Swap {
  readonly now: Way;
  readonly then: Way;
}

/** What was found; not `whole` when there were too many to look at. */
export interface Swaps {
  readonly swaps: readonly Swap[];
  readonly whole: boolean;
}

/** More swaps than this are not listed. */
const MOST = 2_000;

/**
 * Finds ways that changed places and may share requests.
 * @param sides the ways of both models
 * @param changed routes that are named in any case and left out here
 */
export function findSwaps({ before, after }: Sides<Ways>, changed: ReadonlySet<string>): Swaps {
  const oldRank = new Map(before.all.map(({ key, rank }) => [key, rank]));
  const common = after.all.filter(({ key, route }) => oldRank.has(key) && !changed.has(route.id));
  const ranks = common.map(({ key }) => oldRank.get(key) as number);
  const moved = common.filter(misplaced(ranks));
  if (moved.length === 0) return { swaps: [], whole: true };
  const { near } = createOverlap(moved);
  const swaps: Swap[] = [];
  let whole = true;
  for (const now of moved) {
    const found = near(now.match.pattern);
    whole &&= found.whole;
    for (const then of found.ways) {
      const swapped = then.rank > now.rank && rankOf(oldRank, then) < rankOf(oldRank, now);
      if (swapped && then.route !== now.route && mayShare(now, then)) swaps.push({ now, then });
      if (swaps.length === MOST) return { swaps, whole: false };
    }
  }
  return { swaps, whole };
}

/** Says which positions of a list of ranks have a greater one before them or a smaller one behind them. */
function misplaced(ranks: readonly number[]): (way: Way, index: number) => boolean {
  const smallestBehind: number[] = [];
  let least = Number.POSITIVE_INFINITY;
  for (let i = ranks.length - 1; i >= 0; i--) {
    smallestBehind[i] = least;
    least = Math.min(least, ranks[i] as number);
  }
  const out: boolean[] = [];
  let greatest = -1;
  for (const [i, rank] of ranks.entries()) {
    out.push(rank < greatest || rank > (smallestBehind[i] as number));
    greatest = Math.max(greatest, rank);
  }
  return (_, index) => out[index] === true;
}

const rankOf = (ranks: ReadonlyMap<string, number>, { key }: Way): number => ranks.get(key) as number;

function mayShare(a: Way, b: Way): boolean {
  const [one, two] = [a.route.methods, b.route.methods];
  const methods = one.length === 0 || two.length === 0 || one.some((method) => two.includes(method));
  return methods && hostsMeet(a.match.host, b.match.host);
}

function hostsMeet(a: string | undefined, b: string | undefined): boolean {
  if (a === undefined || b === undefined) return true;
  return hostTakes(a, b.replace('*', 'x')) || hostTakes(b, a.replace('*', 'x'));
}
