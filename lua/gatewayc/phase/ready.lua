--- The readiness endpoint: 503 until every service that depends on DNS has an address (M249).

local nodes = require("gatewayc.core.nodes")
local pairs = pairs

local _M = {}

--- @param gateway from `phase.init`
-- @return the phase's function
function _M.new(gateway)
  return function()
    local ready = not ngx.worker.exiting()
    for _, service in pairs(gateway.services) do
      ready = ready and nodes.refresh(service).picker ~= nil
    end
    ngx.status = ready and 200 or 503
    ngx.header.content_type = "application/json"
    ngx.print(ready and '{"status":"ready"}\n' or '{"status":"not ready"}\n')
  end
end

return _M
