import { expect, it } from 'vitest';
import type { Tracking } from '../../../src/model/gateway.ts';
import { run } from './run.ts';

/** Lua: requests that begin and end, `clock` seconds after the start. */
const SIMULATE = `
  local clock = 1000
  ngx.now = function() return clock end
  for _, name in ipairs { "gatewayc.core.latency", "gatewayc.balancer." .. input.name } do package.loaded[name] = nil end
  balancer = require("gatewayc.balancer." .. input.name)

  -- So many clients, each with one request at a time, for so many requests; how many each node got.
  local function closed_loop(clients, requests, seconds_of)
    local nodes, counts, running = nodes_of(input.weights), {}, {}
    local state = balancer.new(nodes, turn(), options)
    for i = 1, #nodes do counts[i] = 0 end
    for sent = 1, requests do
      if #running == clients then
        table.sort(running, function(a, b) return a.ends > b.ends end)
        local done = table.remove(running)
        clock = done.ends
        balancer.leave(nodes[done.at].record)
        if balancer.observe then
          balancer.observe(nodes[done.at].record, done.outcome or "answered", done.seconds)
        end
      end
      local at = balancer.find(state)
      balancer.enter(nodes[at].record)
      counts[at] = counts[at] + 1
      local seconds, outcome = seconds_of(at)
      -- No two requests end at the same time, so the order is one.
      running[#running + 1] = { at = at, seconds = seconds, outcome = outcome, ends = clock + seconds + sent * 1e-9 }
    end
    return counts
  end
`;

const simulate = (name: string, seconds: string, input: object): Promise<number[]> =>
  run(name, `${SIMULATE} return closed_loop(input.clients, 2000, function(at) ${seconds} end)`, {
    ...input,
  });

/** What balancers that track requests keep. */
export function trackedShares(name: string, tracks: Tracking): void {
  it('says in Lua what its descriptor says', async () => {
    const script =
      'return { track = balancer.track ~= nil, enter = balancer.enter ~= nil, leave = balancer.leave ~= nil, observe = balancer.observe ~= nil }';
    expect(await run(name, script)).toEqual({
      track: true,
      enter: true,
      leave: true,
      observe: tracks === 'latency',
    });
  });

  it('avoids the node that is busy', async () => {
    const script = `local nodes = nodes_of { 1, 1, 1 }
      local state = balancer.new(nodes, turn(), options)
      for _ = 1, 5 do balancer.enter(nodes[1].record); balancer.enter(nodes[2].record) end
      balancer.leave(nodes[2].record)
      local picked = picks(state, 200)
      for _ = 1, 5 do balancer.leave(nodes[1].record) end
      for _ = 1, 4 do balancer.leave(nodes[2].record) end
      local counts = { nodes[1].record.count, nodes[2].record.count, nodes[3].record.count }
      local one = 0
      for _, index in ipairs(picked) do if index == 1 then one = one + 1 end end
      return { one = one, counts = counts }`;
    expect(await run(name, script)).toEqual({ one: 0, counts: [0, 0, 0] });
  });

  it.each([3, 60])('gives a slow one of %i nodes less, with 40 requests at a time', async (size) => {
    const weights = new Array<number>(size).fill(1);
    const counts = await simulate(name, 'return at == 2 and 1 or 0.02', { weights, clients: 40 });
    const fair = 2000 / size;
    expect(counts[1]).toBeLessThan(fair / 2);
    const others = counts.filter((_, i) => i !== 1);
    expect(Math.max(...others)).toBeLessThan(2.5 * fair);
    expect(Math.min(...others)).toBeGreaterThan(0);
  });

  it('spreads over nodes that are equally good', async () => {
    const counts = await simulate(name, 'return 0.02', { weights: [1, 1, 1, 1], clients: 40 });
    for (const count of counts) expect(Math.abs(count - 500)).toBeLessThan(200);
  });

  it('gives nodes of greater weight more, when all are busy', async () => {
    const counts = await simulate(name, 'return 0.02', { weights: [3, 1], clients: 40 });
    expect(counts[0]).toBeGreaterThan(1200);
    expect(counts[1]).toBeGreaterThan(200);
  });

  if (tracks !== 'latency') return;

  it('is not drawn to a node that refuses quickly', async () => {
    const counts = await simulate(
      name,
      'if at == 2 then return 0.001, "failed" end return 0.05, "answered"',
      { weights: [1, 1, 1], clients: 4 },
    );
    expect(counts[1]).toBeLessThan(100);
  });

  it('forgives a connection that breaks once, and no node that breaks twice', async () => {
    const script = `${SIMULATE}
      local nodes = nodes_of { 1, 1 }
      local state = balancer.new(nodes, turn(), options)
      balancer.observe(nodes[1].record, "answered", 0.01)
      balancer.observe(nodes[2].record, "answered", 0.02)
      balancer.observe(nodes[1].record, "broke", 0)
      local first = picks(state, 20)
      balancer.observe(nodes[1].record, "answered", 0.01)
      balancer.observe(nodes[1].record, "broke", 0)
      local again = picks(state, 20)
      balancer.observe(nodes[1].record, "broke", 0)
      return { first = first, again = again, twice = picks(state, 20) }`;
    expect(await run(name, script)).toEqual({
      first: new Array(20).fill(1),
      again: new Array(20).fill(1),
      twice: new Array(20).fill(2),
    });
  });

  it('asks a node again that was slow, after a while', async () => {
    const script = `${SIMULATE}
      local nodes, out = nodes_of { 1, 1 }, {}
      local state = balancer.new(nodes, turn(), options)
      balancer.observe(nodes[1].record, "answered", 2)
      for second = 0, 300, 10 do
        clock = 1000 + second
        balancer.observe(nodes[2].record, "answered", 0.01)
        out[#out + 1] = balancer.find(state)
      end
      return out`;
    const picked = await run<number[]>(name, script);
    expect(picked.slice(0, 5)).toEqual([2, 2, 2, 2, 2]);
    expect(picked.at(-1)).toBe(1);
  });

  it('counts what clients did not wait for as that long at least, and never as quick', async () => {
    const script = `${SIMULATE}
      local nodes = nodes_of { 1, 1 }
      local state = balancer.new(nodes, turn(), options)
      balancer.observe(nodes[2].record, "answered", 0.05)
      balancer.observe(nodes[1].record, "answered", 0.1)
      balancer.observe(nodes[1].record, "waited", 0.001)
      local first = picks(state, 20)
      balancer.observe(nodes[2].record, "waited", 5)
      return { first = first, then_ = picks(state, 20) }`;
    expect(await run(name, script)).toEqual({
      first: new Array(20).fill(2),
      then_: new Array(20).fill(1),
    });
  });
}
