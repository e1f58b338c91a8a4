--- The decoded canonical path.

local _M = {}

--- @return function(path) to the path
function _M.reader()
  return function(path)
    return path
  end
end

return _M
