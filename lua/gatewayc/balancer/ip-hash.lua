--- IP hash (M148): a client stays at its node. The whole address of the client is the key of a weighted
-- ketama ring (`core.ring` says how evenly it spreads), so that a node that leaves moves its own clients
-- only.

local ring = require("gatewayc.core.ring")

local _M = {}

local REPLICAS = 160

--- @return what is hashed
function _M.key()
  return { on = "ip" }
end

--- @param nodes list of `{id, weight}`, weights positive
-- @return state
function _M.new(nodes)
  return ring.new(nodes, "ketama", REPLICAS)
end

_M.find = ring.find
_M.next = ring.after

return _M
