import { rooms, title } from './room.mjs';

/**
 * A balancer that works: every node in turn.
 * @param {string} name in kebab case
 */
export const balancerRooms = (name) =>
  rooms(
    { family: 'balancer', name },
    {
      descriptor: `import type { BalancerFeature } from '../../model/feature.ts';

/** Runs in Lua on every server: nginx has nothing of its own for it. */
export const feature = {
  family: 'balancer',
  name: '${name}',
  aliases: [],
  summary: 'One node after the other.',
  weighted: false,
  native: undefined,
} as const satisfies BalancerFeature;
`,
      lua: `--- ${title(name)}: every node in turn. One counter serves all workers.

local _M = {}

--- @param nodes list of \`{id, weight}\`
-- @param shared \`{next = function() → integer}\`: counts up over all workers
-- @return state
function _M.new(nodes, shared)
  return { size = #nodes, next = shared.next }
end

--- @param state from \`new\`
-- @return index of the node whose turn it is
function _M.find(state)
  return state.next() % state.size + 1
end

--- @param state from \`new\`
-- @param index a node that failed
-- @return index of the node to try after it
function _M.next(state, index)
  return index % state.size + 1
end

return _M
`,
      properties: {},
      test: `import { balancerContract } from '../../../contract/balancer.ts';

balancerContract('${name}', { weighted: false, shares: 'exact' });
`,
    },
  );
