--- The request target as nginx holds it, without making a Lua string of it. Ten thousand different targets a
-- second would each be interned, and LuaJIT's string hash, which reads a few bytes of a long string, walks
-- long chains for paths that look alike: measured, 10 % of a worker's time with 10,000 routes.
--
-- It is read from `$request`, the request line, because `$request_uri` has lost whether the target was
-- absolute: the authority of an absolute target overrides the Host header (RFC 9112, section 3.2.2).

local ffi = require("ffi")
local get_request = require("resty.core.base").get_request
local C = ffi.C
local tonumber, cast = tonumber, ffi.cast

local _M = {}

-- Declared by resty.core.var for the http subsystem, the same from ngx_lua 0.10.14 on.
local NAME = "request"
local SPACE, SLASH = 32, 47
local lowercase = ffi.new("char[?]", #NAME)
local value = ffi.new("char *[1]")
local length = ffi.new("size_t[1]")
local message = ffi.new("char *[1]")
local bytes_of = ffi.typeof("const char *")

--- @return pointer to the target and the length from there to the end of the request line; they hold until
-- the request ends. nil when the target is not in origin form
function _M.read()
  if C.ngx_http_lua_ffi_var_get(get_request(), NAME, #NAME, lowercase, 0, value, length, message) ~= 0 then
    return nil
  end
  local line, size = value[0], tonumber(length[0])
  local space = C.memchr(line, SPACE, size)
  if space == nil then
    return nil
  end
  local target = cast(bytes_of, space) + 1
  if target[0] ~= SLASH then
    return nil
  end
  return target, tonumber(cast(bytes_of, line) + size - target)
end

return _M
