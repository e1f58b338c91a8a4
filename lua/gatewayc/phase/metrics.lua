--- The metrics endpoint's content phase.

local exposition = require("gatewayc.core.exposition")

local _M = {}

--- @param gateway from `phase.init`
-- @return the phase's function
function _M.new(gateway)
  local by_id = {}
  for _, route in ipairs(gateway.routes) do
    by_id[route.id] = route
  end
  local build = { version = gateway.data.version, generation = gateway.data.generation }
  return function()
    return exposition.write(by_id, gateway.services, build)
  end
end

return _M
