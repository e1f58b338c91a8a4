--- A worker's end: its metrics are kept, its confirmation goes.

local metrics = require("gatewayc.core.metrics")

local _M = {}

--- @param gateway from `phase.init`
-- @return the phase's function
function _M.new(gateway)
  return function()
    metrics.stop()
    os.remove(gateway.root .. "run/workers/" .. ngx.worker.pid())
  end
end

return _M
