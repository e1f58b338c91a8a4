--- The request target to send upstream, when it differs from what the client sent: path edits, then the
-- query.

local path_room = require("gatewayc.core.path")
local trie = require("gatewayc.core.trie")
local template = require("gatewayc.core.template")
local var = ngx.var
local concat, gsub = table.concat, string.gsub
local type = type

local _M = {}

--- Compiles a route's path edit.
-- @param edit `{strip, add, rewrite?}` from the data file
-- @return function(req) to the decoded path; `req.path` is the canonical one
function _M.compile(edit)
  local strip, add = edit.strip, edit.add
  local rewrite = edit.rewrite and template.compile(edit.rewrite)
  return function(req)
    local path = req.path
    if rewrite then
      path = type(rewrite) == "string" and rewrite or rewrite(req)
    elseif strip > 0 then
      path = "/" .. concat(trie.split(path), "/", strip + 1)
    end
    path = add .. path
    -- A capture may be empty, and captures may meet at slashes: never send an empty segment that was not
    -- there.
    return (gsub(path, "//+", "/"))
  end
end

--- Joins path and query.
-- @param path encoded path
-- @param args query without "?", nil for the client's own
-- @return request target
function _M.target(path, args)
  args = args or var.args
  if args and args ~= "" then
    return path .. "?" .. args
  end
  return path
end

_M.encode = path_room.encode

return _M
