--- The content phase of routes the gateway answers itself: redirects and static answers.

local request = require("gatewayc.core.request")
local header, print = ngx.header, ngx.print
local ipairs, type = ipairs, type

local _M = {}

local function redirect(target, req)
  local location = target.location
  ngx.status = target.status
  header["Location"] = type(location) == "string" and location or location(req)
  header["Content-Length"] = 0
  ngx.send_headers()
end

local function respond(target)
  ngx.status = target.status
  for _, pair in ipairs(target.headers) do
    header[pair[1]] = pair[2]
  end
  header["Content-Type"] = target.content_type
  header["Content-Length"] = #target.body
  print(target.body)
end

--- @return the phase's function
function _M.new()
  return function()
    ngx.req.discard_body()
    local req = request.get()
    local route = req.route
    if route.redirect then
      return redirect(route.redirect, req)
    end
    return respond(route.respond)
  end
end

return _M
