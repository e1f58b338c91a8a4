--- Sets, adds and removes query parameters before the request goes upstream (M062). Values are templates;
-- parameters that are not named keep their place and their bytes.

local edits = require("gatewayc.core.edits")
local text = edits.text
local escape_uri, unescape_uri = ngx.escape_uri, ngx.unescape_uri
local var = ngx.var
local gmatch, find, sub, concat = string.gmatch, string.find, string.sub, table.concat
local ipairs = ipairs

local _M = {}

local function without(args, dropped)
  local kept = {}
  for part in gmatch(args, "[^&]+") do
    local equals = find(part, "=", 1, true)
    if not dropped[unescape_uri(equals and sub(part, 1, equals - 1) or part)] then
      kept[#kept + 1] = part
    end
  end
  return kept
end

--- @param config see `core.edits`
-- @return `{request = function(req)}`; it leaves the new query in `req.args`
function _M.new(config)
  local compiled = edits.compile(config)
  local set, add = compiled.set, compiled.add
  local dropped = {}
  for _, name in ipairs(config.remove) do
    dropped[name] = true
  end
  for i = 1, #set do
    dropped[set[i][1]] = true
  end
  return {
    request = function(req)
      local parts = without(req.args or var.args or "", dropped)
      for _, list in ipairs({ set, add }) do
        for i = 1, #list do
          parts[#parts + 1] = escape_uri(list[i][1]) .. "=" .. escape_uri(text(list[i][2], req))
        end
      end
      req.args = concat(parts, "&")
    end,
  }
end

return _M
