--- A cookie (RFC 6265, section 5.4): its name case-sensitive, the first of several.

local var = ngx.var
local gmatch = string.gmatch

local _M = {}

--- @param name cookie name
-- @return function to its value, nil when it was not sent
function _M.reader(name)
  return function()
    for key, value in gmatch(var.http_cookie or "", "([^=;%s]+)=([^;]*)") do
      if key == name then
        return value
      end
    end
    return nil
  end
end

return _M
