import { expect, it } from 'vitest';
import { run } from './run.ts';

const KEYS = 20_000;

/** 160 points a node: shares are off by 8 % in standard deviation, so by less than a third in four of them. */
const SPREAD = 0.33;

/** Lua: the index of the node of each key, of a balancer over nodes with these numbers, as `{number, weight}`. */
const ASSIGN = `
  local function over(list)
    local nodes = {}
    for i, pair in ipairs(list) do nodes[i] = node_of(pair[1], pair[2]) end
    return balancer.new(nodes, turn(), options)
  end
  local function assign(list)
    local state, out = over(list), {}
    for key = 1, input.keys do out[key] = list[balancer.find(state, "user-" .. key)][1] end
    return out
  end
`;

type Pair = readonly [number: number, weight: number];

const assign = (name: string, list: readonly Pair[]): Promise<number[]> =>
  run(name, `${ASSIGN} return assign(input.list)`, { list, keys: KEYS });

const share = (owners: readonly number[], number: number): number =>
  owners.filter((owner) => owner === number).length / owners.length;

/** What balancers that hash a key keep. */
export function keyedShares(name: string): void {
  const equal: readonly Pair[] = [1, 2, 3, 4, 5].map((number) => [number, 100]);

  it('sends a key to the same node, in every worker', async () => {
    const script = `local out, one = {}, new { 1, 1, 1 }
      for worker = 1, 4 do
        math.randomseed(worker)
        local other = new { 1, 1, 1 }
        for key = 1, 500 do
          local text = "key-" .. key
          if balancer.find(one, text) ~= balancer.find(other, text) then out[#out + 1] = text end
        end
      end
      return #out`;
    expect(await run(name, script)).toBe(0);
  });

  it('does not care in which order the nodes are listed', async () => {
    expect(await assign(name, [...equal].reverse())).toEqual(await assign(name, equal));
  });

  it.each([
    ['equal weights', equal],
    ['3:2:1', [3, 2, 1].map((weight, i): Pair => [i + 1, weight])],
    ['150:100', [150, 100].map((weight, i): Pair => [i + 1, weight])],
  ])('shares the keys by weight, within a third: %s', async (_, list) => {
    const owners = await assign(name, list);
    const total = list.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [number, weight] of list)
      expect(Math.abs(share(owners, number) * (total / weight) - 1)).toBeLessThan(SPREAD);
  });

  it('moves the keys of a node that leaves, and no other; all come back with it (M169)', async () => {
    const before = await assign(name, equal);
    const after = await assign(
      name,
      equal.filter(([number]) => number !== 3),
    );
    const moved = before.filter((owner, key) => owner !== after[key]);
    expect(new Set(moved)).toEqual(new Set([3]));
    expect(after).not.toContain(3);
    expect(moved.length).toBe(before.filter((owner) => owner === 3).length);
    // The rest share them: nobody gets all.
    for (const number of [1, 2, 4, 5])
      expect(share(after, number) - share(before, number)).toBeLessThan(0.6 * share(before, 3));
  });

  it('moves no others when a lighter node leaves', async () => {
    const list = [5, 4, 3, 2, 1].map((weight, i): Pair => [i + 1, weight]);
    const before = await assign(name, list);
    const after = await assign(
      name,
      list.filter(([number]) => number !== 5),
    );
    expect(before).toContain(5);
    expect(before.filter((owner, key) => owner !== 5 && owner !== after[key])).toEqual([]);
  });

  it('tries next, after a failure, the node the key would have if that one were gone, and then all others', async () => {
    const script = `${ASSIGN}
      local whole, out = over(input.list), {}
      for key = 1, 300 do
        local text = "user-" .. key
        local first = balancer.find(whole, text)
        local rest = {}
        for i, pair in ipairs(input.list) do if i ~= first then rest[#rest + 1] = pair end end
        local walk = { first }
        for i = 2, #input.list + 1 do walk[i] = balancer.next(whole, walk[i - 1], text) end
        local expected = rest[balancer.find(over(rest), text)][1]
        out[key] = { walk = walk, expected = expected, got = input.list[walk[2]][1] }
      end
      return out`;
    type Row = { walk: number[]; expected: number; got: number };
    for (const { walk, expected, got } of await run<Row[]>(name, script, { list: equal, keys: 0 })) {
      expect(got).toBe(expected);
      expect(new Set(walk.slice(0, 5)).size).toBe(5);
      expect(walk[5]).toBe(walk[0]);
    }
  });

  it('takes any bytes for a key', async () => {
    const script = `local state, out = new { 1, 1, 1 }, {}
      for i, key in ipairs { "\\0", ("x"):rep(100000), "\\255\\254", " ", "%" } do out[i] = balancer.find(state, key) end
      return out`;
    for (const index of await run<number[]>(name, script)) expect([1, 2, 3]).toContain(index);
  });
}
