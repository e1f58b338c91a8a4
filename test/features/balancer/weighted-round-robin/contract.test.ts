import { expect, it } from 'vitest';
import { balancerContract } from '../../../contract/balancer.ts';
import { evalLua } from '../../../integration/lua/nginx.ts';

balancerContract('weighted-round-robin', { weighted: true, shares: 'exact' });

it("takes nginx's own turns: 5, 1, 1 is a a b a c a a (M168)", async () => {
  const picks = await evalLua<number[]>(`
    local balancer, n, out = require "gatewayc.balancer.weighted-round-robin", -1, {}
    local shared = { next = function() n = n + 1; return n end }
    local state = balancer.new({ { weight = 5 }, { weight = 1 }, { weight = 1 } }, shared, {})
    for i = 1, 7 do out[i] = balancer.find(state) end
    return out`);
  expect(picks).toEqual([1, 1, 2, 1, 3, 1, 1]);
});
