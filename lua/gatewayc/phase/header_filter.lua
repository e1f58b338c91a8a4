--- The header filter phase: the response stage of routes that have one.

local request = require("gatewayc.core.request")

local _M = {}

--- @return the phase's function
function _M.new()
  return function()
    local req = request.get()
    local stage = req and req.route.stages.response
    if stage then
      stage(req)
    end
  end
end

return _M
