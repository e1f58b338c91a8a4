--- The client's address: the peer's, or what trusted proxies say (S13, D36).

local var = ngx.var
local sub = string.sub

local _M = {}

--- @return function to the address as text; IPv4-mapped IPv6 addresses read as IPv4
function _M.reader()
  return function()
    local address = var.remote_addr
    return sub(address, 1, 7) == "::ffff:" and sub(address, 8) or address
  end
end

return _M
