--- The balancer phase of services that choose in Lua.

local upstream = require("gatewayc.core.upstream")

local _M = {}

--- @return the phase's function: takes the position of the service in the data file, from 1
function _M.new()
  return upstream.balance
end

return _M
