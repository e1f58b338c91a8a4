--- A worker's end: its metrics are kept, its counts and its confirmation go.

local flight = require("gatewayc.core.flight")
local metrics = require("gatewayc.core.metrics")

local _M = {}

--- @param gateway from `phase.init`
-- @return the phase's function
function _M.new(gateway)
  return function()
    metrics.stop()
    flight.stop()
    os.remove(gateway.root .. "run/workers/" .. ngx.worker.pid())
  end
end

return _M
