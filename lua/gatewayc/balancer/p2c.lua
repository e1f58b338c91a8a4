--- Power of two choices (Mitzenmacher 2001): of two nodes drawn by weight the one that costs less, where cost
-- is the moving average of its latency times what is in flight there (as Finagle's EWMA balancers), divided
-- by its weight. Every worker goes by what it has seen itself (`core.latency`).

local draw = require("gatewayc.core.draw")
local latency = require("gatewayc.core.latency")
local cost, now = latency.cost, ngx.now

local _M = {}

_M.track = latency.record
_M.enter = latency.enter
_M.leave = latency.leave
_M.observe = latency.observe

--- @param nodes list of `{weight, record}`, weights positive, records from `track`
-- @return state
_M.new = draw.measured

--- @return index of the cheaper of two nodes
function _M.find(state)
  local one = draw.one(state.draw)
  if state.size == 1 then
    return one
  end
  local other, at = draw.other(state.draw, one), now()
  local weights, records = state.weights, state.records
  return cost(records[other], weights[other], at) < cost(records[one], weights[one], at) and other or one
end

--- @param index a node that failed
-- @return index of the node to try after it
function _M.next(state, index)
  return index % state.size + 1
end

return _M
