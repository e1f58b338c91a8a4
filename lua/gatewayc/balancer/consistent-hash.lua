--- Consistent hash (M058, M169): requests with the same key go to the same node; a node that comes or goes
-- moves the keys it gains or loses, about one in n, and no others. `core.ring` has the rings and their
-- bounds. Requests without the key, whose header is absent for example, have nothing to stick to: their node
-- is drawn by weight.

local ring = require("gatewayc.core.ring")

local _M = {}

--- @param options `{hash_on, header?, cookie?, query?, ring, replicas}`
-- @return what is hashed: `{on, name}`
function _M.key(options)
  return { on = options.hash_on, name = options[options.hash_on] }
end

--- @param nodes list of `{id, ip, port, weight}`, weights positive
-- @param options `{ring, replicas}`
-- @return state
function _M.new(nodes, _, options)
  return ring.new(nodes, options.ring, options.replicas)
end

_M.find = ring.find
_M.next = ring.after

return _M
