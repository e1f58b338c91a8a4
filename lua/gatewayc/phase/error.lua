--- The content phase of the error location: the body of errors nginx itself makes (502, 504, 413, …).

local answer = require("gatewayc.core.answer")

local _M = {}

--- @return the phase's function
function _M.new()
  return answer.render
end

return _M
