--- The log phase: metrics, and the end of the request's state.

local metrics = require("gatewayc.core.metrics")
local request = require("gatewayc.core.request")
local finish, record = request.finish, metrics.record

local _M = {}

--- @param gateway from `phase.init`
-- @return the phase's function
function _M.new(gateway)
  local unmatched = { id = "" }
  local counted = gateway.data.metrics
  return function()
    local route = finish()
    if counted then
      record(route or unmatched)
    end
  end
end

return _M
