--- A query parameter: decoded, its name case-sensitive, the first of several.

local get_uri_args = ngx.req.get_uri_args
local type = type

local _M = {}

--- @param name parameter name
-- @return function to its value, nil when it was not sent, empty when it has no value
function _M.reader(name)
  return function()
    local value = get_uri_args(0)[name]
    if type(value) == "table" then
      value = value[1]
    end
    return value == true and "" or value
  end
end

return _M
