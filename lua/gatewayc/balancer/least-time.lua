--- Least time: the node with the lowest latency and the fewest requests in flight (the idea of nginx Plus's
-- `least_time header`), in proportion to the weights. Every worker goes by what it has seen itself
-- (`core.latency`). Nodes that tie are drawn by weight.
--
-- Limit: of more than 32 nodes four are drawn by weight, and the best of those is taken.

local draw = require("gatewayc.core.draw")
local latency = require("gatewayc.core.latency")
local cost, now = latency.cost, ngx.now
local random = math.random

local _M = {}

local MOST_COMPARED, DRAWN = 32, 4

_M.track = latency.record
_M.enter = latency.enter
_M.leave = latency.leave
_M.observe = latency.observe

--- @param nodes list of `{weight, record}`, weights positive, records from `track`
-- @return state
_M.new = draw.measured

local function best_of_all(state, at)
  local weights, records = state.weights, state.records
  local best, tied = 1, weights[1]
  local least = cost(records[1], weights[1], at)
  for i = 2, state.size do
    local weight = weights[i]
    local value = cost(records[i], weight, at)
    if value < least then
      best, least, tied = i, value, weight
    elseif value == least then
      tied = tied + weight
      if random() * tied < weight then
        best = i
      end
    end
  end
  return best
end

local function best_of_some(state, at)
  local weights, records, best = state.weights, state.records, draw.one(state.draw)
  local least = cost(records[best], weights[best], at)
  for _ = 2, DRAWN do
    local index = draw.one(state.draw)
    local value = cost(records[index], weights[index], at)
    if value < least then
      best, least = index, value
    end
  end
  return best
end

--- @return index of the node that is expected to answer first
function _M.find(state)
  if state.size <= MOST_COMPARED then
    return best_of_all(state, now())
  end
  return best_of_some(state, now())
end

--- @param index a node that failed
-- @return index of the node to try after it
function _M.next(state, index)
  return index % state.size + 1
end

return _M
