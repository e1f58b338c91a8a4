--- The requested host: lower case, without the port.

local var = ngx.var

local _M = {}

--- @return function to the host
function _M.reader()
  return function()
    return var.host
  end
end

return _M
