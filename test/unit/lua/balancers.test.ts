// What the descriptors of the balancers say, and what their Lua modules have.
import { describe, expect, it } from 'vitest';
import { FEATURES } from '../../../src/features/registry.ts';
import type { BalancerFeature } from '../../../src/model/feature.ts';
import { evalLua } from '../../integration/lua/nginx.ts';

const features: readonly BalancerFeature[] = FEATURES.balancer;

describe('the balancers in Lua', () => {
  it('have the face of the family, and track what their descriptors say', async () => {
    const parts = ['new', 'find', 'next', 'track', 'enter', 'leave', 'observe', 'in_flight'];
    const script = `local input, out = ..., {}
      for _, name in ipairs(input.names) do
        local module, has = require("gatewayc.balancer." .. name), {}
        for _, part in ipairs(input.parts) do if module[part] then has[#has + 1] = part end end
        out[name] = has
      end
      return out`;
    const input = { names: features.map(({ name }) => name), parts };
    const found = await evalLua<Record<string, string[]>>(script, {
      input,
      http: 'lua_shared_dict gw_flight 1m;',
    });
    const track = ['track', 'enter', 'leave'];
    const more = { 'in-flight': [...track, 'in_flight'], latency: [...track, 'observe'] };
    for (const { name, tracks } of features)
      expect([name, found[name]]).toEqual([
        name,
        ['new', 'find', 'next', ...(tracks === undefined ? [] : more[tracks])],
      ]);
  });

  it('load where no service counts requests, and no dictionary is there (D20)', async () => {
    const script = 'return require("gatewayc.core.flight").start() == nil';
    expect(await evalLua<boolean>(script)).toBe(true);
  });
});
