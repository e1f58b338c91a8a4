--- Least connections (M149, M292): the node with the fewest requests in flight in proportion to its weight,
-- over all workers (`core.flight`). Nodes that tie are drawn by weight.
--
-- Limit: with many nodes and workers not all counts are read, but those of two nodes drawn by weight ("the
-- power of two choices", Mitzenmacher 2001). Then no node gets far ahead, but the least one is not always
-- found.

local draw = require("gatewayc.core.draw")
local flight = require("gatewayc.core.flight")
local random = math.random
local total, peers = flight.total, flight.peers

local _M = {}

-- Counts that are read for one request: nodes times workers.
local MOST_READ = 32

_M.track = flight.record
_M.enter = flight.enter
_M.leave = flight.leave
_M.in_flight = flight.now

--- @param nodes list of `{weight, record}`, weights positive, records from `track`
-- @return state
_M.new = draw.measured

local function least_of_all(state)
  local weights, records = state.weights, state.records
  local best, least, tied = 1, total(records[1]) / weights[1], weights[1]
  for i = 2, state.size do
    local load, weight = total(records[i]) / weights[i], weights[i]
    if load < least then
      best, least, tied = i, load, weight
    elseif load == least then
      tied = tied + weight
      if random() * tied < weight then
        best = i
      end
    end
  end
  return best
end

--- @return index of the least loaded node
function _M.find(state)
  if state.size * (peers() + 1) <= MOST_READ then
    return least_of_all(state)
  end
  local one = draw.one(state.draw)
  if state.size == 1 then
    return one
  end
  local other = draw.other(state.draw, one)
  local weights, records = state.weights, state.records
  return total(records[other]) / weights[other] < total(records[one]) / weights[one] and other or one
end

--- @param index a node that failed
-- @return index of the node to try after it
function _M.next(state, index)
  return index % state.size + 1
end

return _M
