/** Finds the ways whose paths may be those of another: a tree of segments. Errs towards too many. */
import type { PathPattern } from '../model/pattern.ts';
import { isOpen, segmentsOf } from './decide/segments.ts';
import type { Way } from './matching.ts';

interface Place {
  readonly literals: Map<string, Place>;
  any?: Place;
  readonly here: Way[];
  readonly below: Way[];
}

/** Ways that may share a path with a pattern, in no particular order. */
export interface Near {
  readonly ways: readonly Way[];
  /** False when there are so many that only some of them are here. */
  readonly whole: boolean;
}

/** Finds the ways near a pattern. */
export interface Overlap {
  readonly near: (pattern: PathPattern) => Near;
}

/** More places, or more ways, than this are not looked at for one pattern. */
const PATIENCE = 256;

type Step = string | undefined;

const newPlace = (): Place => ({ literals: new Map(), here: [], below: [] });

/**
 * Puts ways into a tree.
 * @param ways any ways
 */
export function createOverlap(ways: readonly Way[]): Overlap {
  const root = newPlace();
  for (const way of ways) {
    const { pattern } = way.match;
    let place = root;
    for (const step of segmentsOf(pattern)) place = kid(place, step);
    (isOpen(pattern) ? place.below : place.here).push(way);
  }
  return { near: (pattern) => collect(root, pattern) };
}

function kid(place: Place, step: Step): Place {
  if (step === undefined) {
    place.any ??= newPlace();
    return place.any;
  }
  const known = place.literals.get(step);
  if (known) return known;
  const made = newPlace();
  place.literals.set(step, made);
  return made;
}

function collect(root: Place, pattern: PathPattern): Near {
  const steps = segmentsOf(pattern);
  const open = isOpen(pattern);
  const found: Way[] = [];
  let patience = PATIENCE;
  const visit = (place: Place, depth: number): void => {
    patience -= 1;
    if (patience < 0 || found.length > PATIENCE) return;
    found.push(...place.below.slice(0, PATIENCE));
    const ended = depth >= steps.length;
    if (ended) found.push(...place.here.slice(0, PATIENCE));
    if (ended && !open) return;
    const step = ended ? undefined : steps[depth];
    const next =
      step === undefined ? [place.any, ...place.literals.values()] : [place.literals.get(step), place.any];
    for (const one of next) if (one) visit(one, depth + 1);
  };
  visit(root, 0);
  return { ways: found, whole: patience >= 0 && found.length <= PATIENCE };
}
