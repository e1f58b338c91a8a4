--- Round robin: every node in turn, weights ignored (M146, M167). One counter serves all workers, so the
-- turn is exact over them.

local _M = {}

--- @param nodes list of `{id, weight}`
-- @param shared `{next = function() → integer}`: counts up over all workers
-- @return state
function _M.new(nodes, shared)
  return { size = #nodes, next = shared.next }
end

--- @return index of the node whose turn it is
function _M.find(state)
  return state.next() % state.size + 1
end

--- @param index a node that failed
-- @return index of the node to try after it
function _M.next(state, index)
  return index % state.size + 1
end

return _M
