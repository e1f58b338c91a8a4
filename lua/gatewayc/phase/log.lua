--- The log phase: metrics, and the end of the request's state and of its last try.

local metrics = require("gatewayc.core.metrics")
local request = require("gatewayc.core.request")
local try = require("gatewayc.core.try")
local finish, record, finish_try = request.finish, metrics.record, try.finish
local ipairs = ipairs

local _M = {}

local function any_tracked(routes)
  for _, route in ipairs(routes) do
    if route.tracked then
      return true
    end
  end
  return false
end

--- @param gateway from `phase.init`
-- @return the phase's function
function _M.new(gateway)
  local unmatched = { id = "" }
  local counted = gateway.data.metrics
  -- A gateway that tracks no tries does not even ask.
  if not any_tracked(gateway.routes) then
    return function()
      local route = finish()
      if counted then
        record(route or unmatched)
      end
    end
  end
  return function()
    local route = finish()
    if route and route.tracked then
      finish_try()
    end
    if counted then
      record(route or unmatched)
    end
  end
end

return _M
