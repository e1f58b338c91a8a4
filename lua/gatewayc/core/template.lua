--- Text with run-time variables, compiled once (D32). Names come from the compiler's closed list.

local path_room = require("gatewayc.core.path")
local concat, find, format, gsub, sub = table.concat, string.find, string.format, string.gsub, string.sub
local escape_uri, var = ngx.escape_uri, ngx.var
local ipairs, type = ipairs, type

local _M = {}

local VARIABLES = {
  request_id = function()
    return var.gw_request_id
  end,
  client_ip = function()
    -- The map that spells `::ffff:1.2.3.4` as `1.2.3.4` is there only when proxies are trusted (S13).
    return var.gw_client_ip or var.remote_addr
  end,
  host = function()
    return var.host
  end,
  method = function()
    return ngx.req.get_method()
  end,
  scheme = function()
    return var.scheme
  end,
  path = function(req)
    return req.path
  end,
  route_id = function(req)
    return req.route.id
  end,
  service_id = function(req)
    return req.route.service or ""
  end,
  response_time = function()
    return format("%.3f", ngx.now() - ngx.req.start_time())
  end,
  status = function()
    return ngx.status
  end,
}

local function part_reader(part)
  if part.kind == "text" then
    return part.text
  elseif part.kind == "variable" then
    return assert(VARIABLES[part.name], part.name)
  end
  local name = part.name
  return function(req)
    return req.captures[name] or ""
  end
end

local function join(pieces)
  if #pieces == 0 then
    return ""
  end
  if #pieces == 1 then
    local only = pieces[1]
    if type(only) == "string" then
      return only
    end
    return function(req)
      return only(req) .. ""
    end
  end
  return function(req)
    local out = {}
    for i = 1, #pieces do
      local piece = pieces[i]
      out[i] = type(piece) == "string" and piece or piece(req)
    end
    return concat(out)
  end
end

--- Compiles a template.
-- @param parts list of `{kind = "text"|"variable"|"capture", …}` from the data file
-- @return a string when nothing varies, else a function from the request's state to a string
function _M.compile(parts)
  local pieces = {}
  for i, part in ipairs(parts) do
    pieces[i] = part_reader(part)
  end
  return join(pieces)
end

--- Compiles a template that makes a URL or the path of one. What comes from the request's path is
-- percent-encoded (S4): "/" stays, unless the template's own text has opened a query or a fragment. A path
-- never gets a second "/" in front, which would make its first segment a host.
-- @param parts as for `compile`
-- @return as `compile`
function _M.compile_url(parts)
  local pieces, encode = {}, path_room.encode
  for i, part in ipairs(parts) do
    local read = part_reader(part)
    if part.kind == "text" then
      encode = find(read, "[?#]") and escape_uri or encode
    elseif part.kind == "capture" or part.name == "path" then
      local encoder, plain = encode, read
      read = function(req)
        return encoder(plain(req))
      end
    end
    pieces[i] = read
  end
  local url = join(pieces)
  if type(url) == "string" or sub(type(pieces[1]) == "string" and pieces[1] or "/", 1, 1) ~= "/" then
    return url
  end
  return function(req)
    return (gsub(url(req), "^//+", "/"))
  end
end

--- Says whether any template below a value uses captures, so that routes without them never compute any.
-- @param value any part of the data file
-- @return boolean
function _M.uses_captures(value)
  if type(value) ~= "table" then
    return false
  end
  if value.kind == "capture" then
    return true
  end
  for _, child in pairs(value) do
    if _M.uses_captures(child) then
      return true
    end
  end
  return false
end

return _M
