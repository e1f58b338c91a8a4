--- The request target as nginx holds it, without making a Lua string of it. Ten thousand different targets a
-- second would each be interned, and LuaJIT's string hash, which reads a few bytes of a long string, walks
-- long chains for paths that look alike: measured, 10 % of a worker's time with 10,000 routes.
--
-- It is read from `$request`, the request line, because `$request_uri` has lost what decides about the host:
-- whether the target was absolute, and whether the client speaks HTTP/1.0.

local ffi = require("ffi")
local variable = require("gatewayc.core.variable")
local C = ffi.C
local var, set_header, get_headers = ngx.var, ngx.req.set_header, ngx.req.get_headers
local tonumber, match, cast = tonumber, string.match, ffi.cast

ffi.cdef([[void *memchr(const void *text, int byte, size_t length);]])

local _M = {}

local SPACE, SLASH, ZERO, ONE = 32, 47, 48, 49
local bytes_of = ffi.typeof("const char *")
local request_line = variable.reader("request")

--- @return pointer to the target and the length from there to the end of the request line; they hold until
-- the request ends. nil when the target is not in origin form, or the client speaks HTTP/1.0
function _M.read()
  local line, size = request_line()
  local space = size > 3 and C.memchr(line, SPACE, size) or nil
  if space == nil then
    return nil
  end
  local target = cast(bytes_of, space) + 1
  local is_old = line[size - 1] == ZERO and line[size - 3] == ONE
  if is_old or target[0] ~= SLASH then
    return nil
  end
  return target, tonumber(cast(bytes_of, line) + size - target)
end

--- Makes the Host header what the request means, for a request `read` gives nothing of: the authority of an
-- absolute target overrides it (RFC 9112, section 3.2.2), and HTTP/1.0 may leave it out.
function _M.settle_host()
  local authority = match(var.request, "^%S+ +%a[%w+.-]*://([^/?#%s@]+)")
  -- Not `$http_host`: nginx would remember that it had no value.
  if not authority and not get_headers(0).host then
    authority = var.server_addr
  end
  if authority then
    set_header("Host", authority)
  end
end

return _M
