// What every balancer of lua/gatewayc/balancer keeps, whatever its algorithm: one suite, run by each of them.
import { describe, expect, it } from 'vitest';
import type { Tracking } from '../../src/model/gateway.ts';
import { keyedShares } from './balancer/keyed.ts';
import { PICKS, run } from './balancer/run.ts';
import { trackedShares } from './balancer/tracked.ts';

/** What a balancer promises beyond the family's face. */
export interface BalancerPromises {
  /** Whether shares follow the weights; else every node has the same. */
  readonly weighted: boolean;
  /**
   * `exact`: over a whole cycle the shares are what they should be, to the request, and over all workers together.
   * `drawn`: they are that on average, tested with chi-square at p = 0.001 and a fixed seed.
   */
  readonly shares: 'exact' | 'drawn';
  /** It hashes a key: the same key goes to the same node, and few keys move. Without a key its picks are drawn. */
  readonly keyed?: true;
  /** It tracks the tries of requests: how many are in flight, or how long nodes take too. With nothing known its picks are drawn. */
  readonly tracks?: Tracking;
}

const Z_999 = 3.09;

/** Largest chi-square at p = 0.001 (Wilson and Hilferty's approximation). */
const chiSquareBound = (freedom: number): number =>
  freedom * (1 - 2 / (9 * freedom) + Z_999 * Math.sqrt(2 / (9 * freedom))) ** 3;

/** A text that differs when anything in a table does; functions are left out, and what a node's record tells over all instances. */
const SNAPSHOT = `
  local function snapshot(value)
    if type(value) ~= "table" then return type(value) == "function" and "" or tostring(value) end
    local parts = {}
    for key, child in pairs(value) do
      if key ~= "record" and key ~= "records" then parts[#parts + 1] = tostring(key) .. "=" .. snapshot(child) end
    end
    table.sort(parts)
    return "{" .. table.concat(parts, ",") .. "}"
  end
`;

const picksOf = (name: string, weights: readonly number[], count = PICKS): Promise<number[]> =>
  run(name, 'return picks(new(input.weights), input.count)', {
    weights,
    count,
  });

function countsOf(picks: readonly number[], size: number): number[] {
  const counts = new Array<number>(size).fill(0);
  for (const pick of picks) counts[pick - 1] = (counts[pick - 1] ?? 0) + 1;
  return counts;
}

const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);

/** Expects what was promised of the shares. */
function expectShares(
  picks: readonly number[],
  weights: readonly number[],
  { weighted, shares }: BalancerPromises,
) {
  const fair = weighted ? weights : weights.map(() => 1);
  const wanted = fair.map((weight) => (picks.length * weight) / sum(fair));
  const counts = countsOf(picks, weights.length);
  if (shares === 'exact') return expect(counts).toEqual(wanted);
  const chiSquare = sum(counts.map((count, i) => (count - (wanted[i] ?? 0)) ** 2 / (wanted[i] ?? 1)));
  return expect(chiSquare).toBeLessThan(chiSquareBound(weights.length - 1));
}

/** Declares the contract suite for one balancer. Call it at the top level of a test file. */
export function balancerContract(name: string, promises: BalancerPromises): void {
  const { weighted, shares } = promises;

  describe(`${name} keeps the balancers' contract`, () => {
    it('gives an index of a node, always', async () => {
      for (const pick of await picksOf(name, [5, 1, 3], 500)) expect([1, 2, 3]).toContain(pick);
    });

    it('gives the only node, and after its failure that node again', async () => {
      const script = `local state = new { 100 }
        return { picks = picks(state, 10), after = balancer.next(state, 1) }`;
      expect(await run(name, script)).toEqual({ picks: new Array(10).fill(1), after: 1 });
    });

    it.each([[[1, 1, 1, 1]], [[100, 100, 100]], [[3, 2, 1]], [[150, 100]], [[5, 4, 1]]])(
      `shares ${PICKS} picks by %j ${weighted ? '' : '(weights do not count) '}(M247, D22)`,
      async (weights) => {
        expectShares(await picksOf(name, weights), weights, promises);
      },
    );

    it('holds its shares with weights 1 to 1000000', async () => {
      const [light = 0, heavy = 0] = countsOf(await picksOf(name, [1, 1_000_000]), 2);
      expect(light + heavy).toBe(PICKS);
      if (!weighted) return expectShares(await picksOf(name, [1, 1_000_000]), [1, 1_000_000], promises);
      expect(light).toBeLessThanOrEqual(2); // a turn of at least 4096 is fine enough
      if (shares === 'exact') expect(light).toBeGreaterThan(0);
      return undefined;
    });

    it('serves a thousand nodes', async () => {
      const equal = new Array<number>(1000).fill(7);
      expectShares(await picksOf(name, equal), equal, promises);
      const rising = equal.map((_, i) => i + 1);
      const counts = countsOf(await picksOf(name, rising), 1000);
      expect(sum(counts)).toBe(PICKS);
      if (shares === 'exact') expect(Math.min(...counts)).toBeGreaterThan(0);
      if (weighted) expect(sum(counts.slice(500))).toBeGreaterThan(2 * sum(counts.slice(0, 500)));
    });

    it.each([2, 3, 7])('goes over all %i nodes after a failure before it repeats one', async (size) => {
      const script = `local out, state = {}, new(input.weights)
        for first = 1, #input.weights do
          local walk = { first }
          for i = 2, #input.weights + 1 do walk[i] = balancer.next(state, walk[i - 1]) end
          out[first] = walk
        end
        return out`;
      const weights = Array.from({ length: size }, (_, i) => 10 * (i + 1));
      for (const walk of await run<number[][]>(name, script, { weights })) {
        expect(new Set(walk.slice(0, size)).size).toBe(size);
        expect(walk.every((index) => index >= 1 && index <= size)).toBe(true);
      }
    });

    it('shares no state between two instances, and leaves the nodes it was given as they are', async () => {
      const script = `${SNAPSHOT}
        local nodes = nodes_of { 3, 2, 1 }
        local before = snapshot(nodes)
        local one, other = balancer.new(nodes, turn(), options), new { 1, 1 }
        local fresh = snapshot(other)
        for _ = 1, 100 do balancer.next(one, balancer.find(one)) end
        return { nodes = snapshot(nodes) == before, state = snapshot(other) == fresh, same = one == other }`;
      expect(await run(name, script)).toEqual({ nodes: true, state: true, same: false });
    });

    if (shares === 'exact') exactShares(name, promises);
    else drawnShares(name);
    if (weighted && shares === 'exact') smoothShares(name);
    if (promises.keyed) keyedShares(name);
    if (promises.tracks) trackedShares(name, promises.tracks);
  });
}

function exactShares(name: string, promises: BalancerPromises): void {
  it('keeps exact shares over workers that take turns as they come (M147)', async () => {
    const script = `local shared, out, workers = turn(), {}, {}
      for i = 1, 4 do workers[i] = balancer.new(nodes_of(input.weights), shared, options) end
      for i = 1, input.count do out[i] = balancer.find(workers[math.random(4)]) end
      return out`;
    const weights = [3, 2, 1];
    expectShares(await run<number[]>(name, script, { weights, count: PICKS }), weights, promises);
  });
}

function drawnShares(name: string): void {
  it('draws otherwise in a worker that was seeded otherwise, and the same with the same seed (D21)', async () => {
    const script = `local out = {}
      for i, seed in ipairs { 1, 2, 1 } do
        math.randomseed(seed)
        out[i] = table.concat(picks(new { 1, 1, 1 }, 50))
      end
      return out`;
    const [first, second, again] = await run<string[]>(name, script);
    expect(second).not.toBe(first);
    expect(again).toBe(first);
  });
}

function smoothShares(name: string): void {
  it.each([[[5, 1, 1]], [[3, 2, 1]], [[150, 100]], [[8, 7, 3, 1]], [[20, 1]]])(
    'is smooth with %j: nobody is a whole turn ahead, no run is longer than the others leave room for (M168, D22)',
    async (weights) => {
      const total = sum(weights);
      const picks = await picksOf(name, weights, 3 * total);
      const counts = weights.map(() => 0);
      for (const [turn, pick] of picks.entries()) {
        counts[pick - 1] = (counts[pick - 1] ?? 0) + 1;
        const due = ((turn + 1) * (weights[pick - 1] ?? 0)) / total;
        expect(counts[pick - 1]).toBeLessThan(due + 1);
      }
      for (const [i, weight] of weights.entries()) {
        const longest = Math.ceil(weight / (total - weight)) + 1;
        const runs = picks
          .map((pick) => (pick === i + 1 ? 'x' : ' '))
          .join('')
          .split(' ');
        expect(Math.max(...runs.map(({ length }) => length))).toBeLessThanOrEqual(longest);
      }
    },
  );
}
