// core/nodes.lua: what a balancer chooses from.
import { describe, expect, it } from 'vitest';
import { withRequest } from './request.ts';

const HTTP = 'lua_shared_dict gw_nodes 1m;';
const SERVICE = {
  id: 's',
  at: '/services/0',
  balancer: { name: 'round-robin', options: {}, attempts: 2 },
};
const node = (id: string, host: string, address: boolean) => ({ id, host, port: 80, weight: 1, address });

/** Lua around two workers of one service: `one` and `other`. */
const script = (body: string) => `
  local nodes, balancer = require "gatewayc.core.nodes", require "gatewayc.balancer.round-robin"
  local one, other = nodes.new(input, balancer), nodes.new(input, balancer)
  local function ips(self)
    local out = {}
    for i, node in ipairs(nodes.refresh(self).list) do out[i] = node.ip end
    return table.concat(out, " ")
  end
  ${body}`;

describe('nodes', () => {
  it('of addresses are there at once, IPv6 in the brackets nginx wants', async () => {
    const input = { ...SERVICE, nodes: [node('a', '10.0.0.1', true), node('b', '2001:db8::1', true)] };
    expect(await withRequest(script('return { ips(one), one.static }'), { input, http: HTTP })).toEqual([
      '10.0.0.1 [2001:db8::1]',
      true,
    ]);
  });

  it('of names are what was published last, in every worker, from its next choice (T8)', async () => {
    const input = { ...SERVICE, nodes: [node('a', 'a.test', false)] };
    const body = `local out = { ips(one) .. "|" .. tostring(one.picker) }
      nodes.publish(one, { { id = "a@10.0.0.1", host = "a.test", ip = "10.0.0.1", port = 80, weight = 1 } })
      out[2] = ips(one) .. "|" .. ips(other)
      nodes.publish(one, { { id = "a@10.0.0.2", host = "a.test", ip = "10.0.0.2", port = 80, weight = 1 } })
      out[3] = ips(other) .. "|" .. ips(one)
      return out`;
    expect(await withRequest(script(body), { input, http: HTTP })).toEqual([
      '|nil',
      '10.0.0.1|10.0.0.1',
      '10.0.0.2|10.0.0.2',
    ]);
  });

  it('of another configuration are not mixed up with those of before', async () => {
    const input = { ...SERVICE, nodes: [node('a', 'a.test', false)] };
    const body = `nodes.publish(one, { { id = "a", host = "a.test", ip = "10.0.0.1", port = 80, weight = 1 } })
      input.nodes[1].port = 81
      return { ips(one), ips(nodes.new(input, balancer)) }`;
    expect(await withRequest(script(body), { input, http: HTTP })).toEqual(['10.0.0.1', '']);
  });

  it('take turns over all workers', async () => {
    const nodes = ['1', '2', '3'].map((n) => node(n, `10.0.0.${n}`, true));
    const body = `local out = {}
      for i = 1, 6 do
        local self = i % 2 == 0 and one or other
        out[i] = balancer.find(self.picker)
      end
      return out`;
    expect(await withRequest(script(body), { input: { ...SERVICE, nodes }, http: HTTP })).toEqual([
      1, 2, 3, 1, 2, 3,
    ]);
  });
});
