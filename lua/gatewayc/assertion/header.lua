--- A request header. Names compare in any case; repeated headers read as one, joined by ", " (RFC 9110, 5.3).

local var = ngx.var
local get_headers = ngx.req.get_headers
local gsub, lower, concat, type = string.gsub, string.lower, table.concat, type

local _M = {}

-- From this version on nginx's variables join what is repeated; before, they show the first.
local JOINING = 1023000

local function joined(name)
  local separator = name == "cookie" and "; " or ", "
  return function()
    local value = get_headers(0)[name]
    return type(value) == "table" and concat(value, separator) or value
  end
end

--- @param name header name
-- @return function to its value, nil when it was not sent
function _M.reader(name)
  if ngx.config.nginx_version < JOINING then
    return joined(lower(name))
  end
  local variable = "http_" .. gsub(lower(name), "-", "_")
  return function()
    return var[variable]
  end
end

return _M
