--- The log phase: metrics, and the end of the request's state.

local metrics = require("gatewayc.core.metrics")
local request = require("gatewayc.core.request")
local var = ngx.var
local record = metrics.record

local _M = {}

--- @param gateway from `phase.init`
-- @return the phase's function
function _M.new(gateway)
  local by_id = {}
  for _, route in ipairs(gateway.routes) do
    by_id[route.id] = route
  end
  local unmatched = { id = "", series = {} }
  local counted = gateway.data.metrics
  return function()
    local route = by_id[var.gw_route] or unmatched
    if counted then
      record(route)
    end
    if route.stateful then
      request.finish()
    end
  end
end

return _M
