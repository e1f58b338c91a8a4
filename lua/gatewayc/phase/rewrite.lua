--- The server rewrite phase: canonical path, match, global stage, then 404/405, then where the request goes.
-- The global stage runs before an unmatched path is refused, so under global authentication an unknown path
-- is 401.

local answer = require("gatewayc.core.answer")
local drain = require("gatewayc.core.drain")
local id = require("gatewayc.core.id")
local nodes = require("gatewayc.core.nodes")
local path_room = require("gatewayc.core.path")
local request = require("gatewayc.core.request")
local router = require("gatewayc.core.router")
local uri = require("gatewayc.core.uri")
local target = require("gatewayc.core.target")
local variable = require("gatewayc.core.variable")
local ffi = require("ffi")
local var, set_uri, header = ngx.var, ngx.req.set_uri, ngx.header
local next_id, refuse, find_route, bind = id.next, answer.refuse, router.find, request.bind
local usual, read_target = path_room.usual, target.read
local set_request_id = variable.writer("gw_request_id")
local type, find, ffi_string, cast = type, string.find, ffi.string, ffi.cast
local bytes_of = ffi.typeof("const char *")

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
  local stages = route.stages
  if stages or route.captures or route.rewrite_path or type(route.host) == "function" then
    req =
      { route = route, path = path, captures = route.captures and router.captures(candidate, path) or nil }
    if stages then
      request.begin(req)
      if stages.global then
        stages.global(req)
      end
    end
  end
  -- Undecided is refused too (S7).
  if route.require and not route.require(path) then
    return refuse(route.require_status)
  end
  if route.rewrite_path then
    local rewritten = route.rewrite_path(req)
    -- Captures may be parts of segments, and meet in a rewrite.
    if path_room.has_dots(rewritten) then
      return refuse(400)
    end
    encoded = path_room.encode(rewritten)
  end
  if encoded then
    var.gw_uri = uri.target(encoded)
    if req then
      req.encoded = encoded
    end
  end
  local host = route.host
  if host then
    host = type(host) == "string" and host or host(req)
    -- nginx writes it into the request as it is, and captures are decoded (S4).
    if host == "" or find(host, "[^%w._:%[%]-]") then
      return refuse(400)
    end
    var.gw_host = host
  end
  if route.nodes and not nodes.available(route.nodes) then
    return refuse(503)
  end
end

-- The path of an unusual target as bytes: text, pointer, length, and what to send upstream when it differs.
local function unusual(read_path)
  local path, encoded = read_path(var.request_uri)
  if not path then
    return refuse(400)
  end
  return path, cast(bytes_of, path), #path, encoded
end

--- @param gateway from `phase.init`
-- @return the phase's function
function _M.new(gateway)
  local data, routes = gateway.data, gateway.router
  local strict = data.paths == "strict"
  local read_path = strict and path_room.strict or path_room.lenient
  local trusted, named = data.trusted, data.access_log

  return function()
    -- An error nginx found before this phase comes through here on its way to the error location.
    if ngx.status ~= 0 then
      return
    end
    if trusted and var.gw_incoming_id ~= "" then
      var.gw_request_id = var.gw_incoming_id
    else
      set_request_id(next_id())
    end
    local bytes, rest = read_target()
    local length = strict and bytes and usual(bytes, rest)
    local path, encoded
    if not length then
      if not bytes then
        target.settle_host()
      end
      path, bytes, length, encoded = unusual(read_path)
    end
    local route, candidate, allow = find_route(routes, bytes, length)
    if not route then
      return unmatched(gateway, allow)
    end
    if route.reserved then
      return
    end
    if route.undecided then
      return refuse(400)
    end
    bind(route)
    if named then
      var.gw_route = route.id
    end
    if route.upstream then
      var.gw_upstream = route.upstream
    end
    if encoded or route.unprepared then
      prepare(route, candidate, path or ffi_string(bytes, length), encoded)
    end
    if drain.active then
      return set_uri("gatewayc:d" .. route.profile)
    end
    local location = route.location
    if location then
      return set_uri(location)
    end
  end
end

return _M
