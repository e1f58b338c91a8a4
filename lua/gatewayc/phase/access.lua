--- The access phase: the route's own stage, in the order the compiler fixed.

local request = require("gatewayc.core.request")
local uri = require("gatewayc.core.uri")
local path_room = require("gatewayc.core.path")
local var = ngx.var

local _M = {}

--- @return the phase's function
function _M.new()
  return function()
    local req = request.get()
    if not req then
      return
    end
    local stage = req.route.stages.route
    if stage then
      stage(req)
      if req.args then
        var.gw_uri = uri.target(req.encoded or path_room.encode(req.path), req.args)
      end
    end
  end
end

return _M
