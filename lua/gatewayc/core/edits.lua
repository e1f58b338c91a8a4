--- Lists of edits `{set, add, remove}` whose values are templates, as the header and query filters take them.

local template = require("gatewayc.core.template")
local ipairs, type = ipairs, type

local _M = {}

local function compile(list)
  local out = {}
  for i, pair in ipairs(list) do
    out[i] = { pair[1], template.compile(pair[2]) }
  end
  return out
end

--- Compiles a filter's configuration.
-- @param config `{set = {{name, template}…}, add = {{name, template}…}, remove = {name…}}`
-- @return the same shape, templates compiled
function _M.compile(config)
  return { set = compile(config.set), add = compile(config.add), remove = config.remove }
end

--- Appends a value to what a header table's entry holds.
-- @param present nil, a string or a list of strings
-- @return what to store
function _M.append(present, value)
  if present == nil then
    return value
  end
  local list = type(present) == "table" and present or { present }
  list[#list + 1] = value
  return list
end

--- Reads the value of one edit.
-- @param value string, or function(req) to string
-- @param req the request's state
-- @return text
function _M.text(value, req)
  return type(value) == "string" and value or value(req)
end

return _M
