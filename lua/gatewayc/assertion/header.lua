--- A request header. Names compare in any case; repeated headers read as nginx joins them.

local var = ngx.var
local gsub, lower = string.gsub, string.lower

local _M = {}

--- @param name header name
-- @return function to its value, nil when it was not sent
function _M.reader(name)
  local variable = "http_" .. gsub(lower(name), "-", "_")
  return function()
    return var[variable]
  end
end

return _M
