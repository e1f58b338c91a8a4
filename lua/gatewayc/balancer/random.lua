--- Random by weight (M247). Each worker's generator is seeded once when it starts (D21).

local draw = require("gatewayc.core.draw")

local _M = {}

--- @param nodes list of `{id, weight}`, weights positive
-- @return state
_M.new = draw.new

--- @param state from `new`
-- @return index of a node, drawn by weight
_M.find = draw.one

--- @param index a node that failed
-- @return index of the node to try after it
function _M.next(state, index)
  return index % state.size + 1
end

return _M
