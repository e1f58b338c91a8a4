--- The request target as nginx holds it, without making a Lua string of it. Ten thousand different targets a
-- second would each be interned, and LuaJIT's string hash, which reads a few bytes of a long string, walks
-- long chains for paths that look alike: measured, 10 % of a worker's time with 10,000 routes.

local ffi = require("ffi")
local get_request = require("resty.core.base").get_request
local C = ffi.C
local tonumber = tonumber

local _M = {}

-- Declared by resty.core.var for the http subsystem, the same from ngx_lua 0.10.14 on.
local NAME = "request_uri"
local lowercase = ffi.new("char[?]", #NAME)
local value = ffi.new("char *[1]")
local length = ffi.new("size_t[1]")
local message = ffi.new("char *[1]")

--- @return pointer to `$request_uri` and its length; they hold until the request ends
function _M.read()
  if C.ngx_http_lua_ffi_var_get(get_request(), NAME, #NAME, lowercase, 0, value, length, message) ~= 0 then
    return value[0], 0
  end
  return value[0], tonumber(length[0])
end

return _M
