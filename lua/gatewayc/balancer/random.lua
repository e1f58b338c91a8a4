--- Random by weight (M247). Each worker's generator is seeded once when it starts (D21).

local random = math.random

local _M = {}

--- @param nodes list of `{id, weight}`, weights positive
-- @return state
function _M.new(nodes)
  local sums, total = {}, 0
  for i = 1, #nodes do
    total = total + nodes[i].weight
    sums[i] = total
  end
  return { size = #nodes, sums = sums, total = total }
end

--- @return index of a node, drawn by weight
function _M.find(state)
  local sums, at = state.sums, random() * state.total
  local low, high = 1, state.size
  while low < high do
    local middle = (low + high - (low + high) % 2) / 2
    if sums[middle] > at then
      high = middle
    else
      low = middle + 1
    end
  end
  return low
end

--- @param index a node that failed
-- @return index of the node to try after it
function _M.next(state, index)
  return index % state.size + 1
end

return _M
