--- The request method.

local get_method = ngx.req.get_method

local _M = {}

--- @return function to the method, upper case
function _M.reader()
  return function()
    return get_method()
  end
end

return _M
