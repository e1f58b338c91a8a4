/**
 * What earlier routes already take. Sound, not complete: a route is called covered only when every request it would take is taken
 * before. Cost does not grow with the number of routes: patterns hang in a trie, and at each place requests are told apart by host
 * and by what is demanded of them.
 */
import { weaker } from './condition-key.ts';
import { patternKey } from './pattern-key.ts';
import type { Reach } from './reach.ts';

/** Who takes which methods first; the empty key stands for every method. */
type Owners = Map<string, Reach>;
type Buckets = Map<string, Owners>;

interface Place {
  readonly literals: Map<string, Place>;
  readonly tests: Map<string, Place>;
  any?: Place;
  readonly here: Buckets;
  readonly below: Buckets;
}

/** More places than this are not looked at for one pattern: better no warning than a slow one. */
const PATIENCE = 512;

const newPlace = (): Place => ({ literals: new Map(), tests: new Map(), here: new Map(), below: new Map() });

/** Gets the value of a key, making it when it is not there. */
function ensure<V>(map: Map<string, V>, key: string, make: () => V): V {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}

/** Keys of all buckets that take every request of this host and these demands. */
function bucketKeys({ demands, host }: Reach): readonly string[] {
  const hosts = ['', ...(host === undefined ? [] : [host])];
  const labels = host?.split('.') ?? [];
  for (let i = 1; i < labels.length; i++) hosts.push(`*.${labels.slice(i).join('.')}`);
  return weaker(demands).flatMap((set) => hosts.map((name) => `${name}\n${set}`));
}

type Step = { readonly literal: string } | { readonly test: string | undefined };

function stepsOf({ pattern }: Reach): { readonly steps: readonly Step[]; readonly open: boolean } {
  switch (pattern.kind) {
    case 'exact':
      return {
        steps: pattern.path
          .slice(1)
          .split('/')
          .map((literal) => ({ literal })),
        open: false,
      };
    case 'segments':
      return {
        steps: pattern.segments.map((s) => (s.kind === 'literal' ? { literal: s.text } : { test: s.test })),
        open: pattern.rest,
      };
    case 'regex':
      return { steps: pattern.prefix.map((literal) => ({ literal })), open: true };
  }
}

/** Collects who takes the requests of one reach; done once every method is taken. */
function createTally({ methods }: Reach) {
  const owners = new Map<string, Reach>();
  return {
    owners,
    add: (found: Owners): void => {
      for (const [method, owner] of found) if (!owners.has(method)) owners.set(method, owner);
    },
    done: (): boolean =>
      owners.has('') || (methods.length > 0 && methods.every((method) => owners.has(method))),
  };
}

/** The routes seen so far, in rank order. */
export interface Coverage {
  /**
   * Who takes every request of this reach before it comes to its turn.
   * @returns the owners, best first and each once; undefined when some request may be left
   */
  readonly covering: (reach: Reach) => readonly Reach[] | undefined;
  readonly add: (reach: Reach) => void;
}

/** Makes an index of nothing. */
export function createCoverage(): Coverage {
  const root = newPlace();
  const regexes = new Map<string, Buckets>();
  return {
    add: (reach) => {
      const bucket = ensure(
        bucketsFor(reach, root, regexes),
        `${reach.host ?? ''}\n${reach.demands.join('\n')}`,
        () => new Map() as Owners,
      );
      for (const method of reach.methods.length === 0 ? [''] : reach.methods)
        if (!bucket.has(method)) bucket.set(method, reach);
    },
    covering: (reach) => {
      const keys = bucketKeys(reach);
      const tally = createTally(reach);
      const take = (buckets: Buckets): boolean => {
        for (const key of buckets.size === 0 ? [] : keys) {
          const found = buckets.get(key);
          if (found) tally.add(found);
        }
        return tally.done();
      };
      const same = reach.pattern.kind === 'regex' ? regexes.get(patternKey(reach.pattern)) : undefined;
      if (!(same && take(same)) && !visit(root, stepsOf(reach), take)) return undefined;
      const all = tally.owners.get('');
      return all ? [all] : [...new Set(reach.methods.map((method) => tally.owners.get(method) as Reach))];
    },
  };
}

function bucketsFor(reach: Reach, root: Place, regexes: Map<string, Buckets>): Buckets {
  if (reach.pattern.kind === 'regex')
    return ensure(regexes, patternKey(reach.pattern), () => new Map() as Buckets);
  const { open, steps } = stepsOf(reach);
  let place = root;
  for (const step of steps) {
    if ('literal' in step) place = ensure(place.literals, step.literal, newPlace);
    else if (step.test !== undefined) place = ensure(place.tests, step.test, newPlace);
    else {
      place.any ??= newPlace();
      place = place.any;
    }
  }
  return open ? place.below : place.here;
}

/** Walks to every place whose patterns take all that the steps take, until `take` has enough. */
function visit(
  root: Place,
  { open, steps }: ReturnType<typeof stepsOf>,
  take: (buckets: Buckets) => boolean,
): boolean {
  let patience = PATIENCE;
  const walk = (place: Place, i: number): boolean => {
    patience -= 1;
    if (patience < 0) return false;
    if (take(place.below)) return true;
    const step = steps[i];
    if (!step) return !open && take(place.here);
    const next: (Place | undefined)[] =
      'literal' in step
        ? [place.literals.get(step.literal), step.literal === '' ? undefined : place.any]
        : [step.test === undefined ? undefined : place.tests.get(step.test), place.any];
    return next.some((kid) => kid !== undefined && walk(kid, i + 1));
  };
  return walk(root, 0);
}
