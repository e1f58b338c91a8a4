--- The server rewrite phase: canonical path, match, global stage, then 404/405, then where the request goes.
-- The global stage runs before an unmatched path is refused, so under global authentication an unknown path is 401.

local answer = require("gatewayc.core.answer")
local drain = require("gatewayc.core.drain")
local id = require("gatewayc.core.id")
local nodes = require("gatewayc.core.nodes")
local path_room = require("gatewayc.core.path")
local request = require("gatewayc.core.request")
local router = require("gatewayc.core.router")
local uri = require("gatewayc.core.uri")
local var, set_uri, header = ngx.var, ngx.req.set_uri, ngx.header
local next_id, refuse, find_route = id.next, answer.refuse, router.find
local type = type

local _M = {}

local function unmatched(gateway, allow)
  if not allow then
    return refuse(404)
  end
  if gateway.data.method_mismatch == 404 then
    return refuse(404)
  end
  header.Allow = allow
  return refuse(405)
end

-- The rare parts of a matched request: state, rewritten targets, names not resolved yet.
local function prepare(route, candidate, path, encoded)
  local req
  if route.stateful or route.captures or route.rewrite_path then
    req =
      { route = route, path = path, captures = route.captures and router.captures(candidate, path) or nil }
    if route.stateful then
      request.begin(req)
    end
    if route.global then
      route.global(req)
    end
  end
  if route.require and not route.require(path) then
    return refuse(route.require_status)
  end
  if route.rewrite_path then
    encoded = path_room.encode(route.rewrite_path(req))
  end
  if encoded then
    var.gw_uri = uri.target(encoded)
    if req then
      req.encoded = encoded
    end
  end
  local host = route.host
  if host then
    var.gw_host = type(host) == "string" and host or host(req)
  end
  if route.nodes and not nodes.available(route.nodes) then
    return refuse(503)
  end
end

--- @param gateway from `phase.init`
-- @return the phase's function
function _M.new(gateway)
  local data = gateway.data
  local routes = gateway.router
  local read_path = data.paths == "strict" and path_room.strict or path_room.lenient
  local trusted = data.trusted
  local reserved = {}
  for _, path in ipairs(data.reserved) do
    reserved[path] = true
  end
  for _, route in ipairs(gateway.routes) do
    route.prepared = not (
      route.stateful
      or route.captures
      or route.rewrite_path
      or route.require
      or route.host
      or route.nodes
    )
  end

  return function()
    -- An error nginx found before this phase comes through here on its way to the error location.
    if ngx.status ~= 0 then
      return
    end
    local request_id = trusted and var.gw_incoming_id or ""
    if request_id == "" then
      request_id = next_id()
    end
    var.gw_request_id = request_id
    local path, encoded = read_path(var.request_uri)
    if not path then
      return refuse(400)
    end
    if reserved[path] then
      return
    end
    local candidate, allow = find_route(routes, path)
    if not candidate then
      return unmatched(gateway, allow)
    end
    local route = candidate.route
    var.gw_route = route.id
    if route.upstream then
      var.gw_upstream = route.upstream
    end
    if encoded or not route.prepared then
      prepare(route, candidate, path, encoded)
    end
    if drain.active then
      return set_uri(route.draining_location)
    end
    local location = route.location
    if location then
      return set_uri(location)
    end
  end
end

return _M
