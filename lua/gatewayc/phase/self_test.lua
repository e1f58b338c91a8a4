--- The sandbox's self-test: every route's witness path must reach a route, and its target must be whole.

local cjson = require("cjson.safe")
local data_room = require("gatewayc.core.data")
local router = require("gatewayc.core.router")
local ipairs = ipairs

local _M = {}

local function fault(gateway, route, source)
  if route.service and not gateway.data.services[route.service_at] then
    return "its service is missing"
  end
  if not (route.service or route.redirect or route.respond) then
    return "it has no target"
  end
  if route.profile >= gateway.data.profiles then
    return "its profile is missing"
  end
  return source.id ~= route.id and "records are out of order" or nil
end

--- @param gateway from `phase.init`
-- @return the phase's function
function _M.new(gateway)
  return function()
    local failures = {}
    local data = data_room.read(gateway.root .. "data/gateway.json")
    for i, route in ipairs(gateway.routes) do
      local source = data.routes[i]
      local message = fault(gateway, route, source)
      if message then
        failures[#failures + 1] = { at = source.at, message = "route " .. route.id .. ": " .. message }
      end
    end
    for _, match in ipairs(data.matches) do
      local route = gateway.routes[match.route + 1]
      if not router.reaches(gateway.router, match, route) then
        local at = data.routes[match.route + 1].at
        failures[#failures + 1] = { at = at, message = "route " .. route.id .. ": its path leads nowhere" }
      end
    end
    ngx.header.content_type = "application/json"
    ngx.print(cjson.encode({
      generation = gateway.data.generation,
      routes = #gateway.routes,
      ok = #failures == 0,
      failures = #failures > 0 and failures or nil,
    }))
  end
end

return _M
