--- A worker's start: random seed, timers, and the file that confirms its generation (T1).

local drain = require("gatewayc.core.drain")
local flight = require("gatewayc.core.flight")
local id = require("gatewayc.core.id")
local metrics = require("gatewayc.core.metrics")
local nodes = require("gatewayc.core.nodes")
local resolver = require("gatewayc.core.resolver")

local _M = {}

-- Written last: a worker whose start failed is never confirmed.
local function confirm(gateway)
  local file = io.open(gateway.root .. "run/workers/" .. ngx.worker.pid(), "w")
  if file then
    file:write(gateway.data.generation, "\n")
    file:close()
  end
end

local function named(services)
  local out = {}
  for _, service in pairs(services) do
    if not service.static then
      out[#out + 1] = service
    end
  end
  return out
end

--- @param gateway from `phase.init`
-- @return the phase's function
function _M.new(gateway)
  return function()
    id.seed()
    metrics.start(id.text())
    drain.watch()
    flight.start()
    resolver.start(named(gateway.services), nodes.publish)
    confirm(gateway)
  end
end

return _M
