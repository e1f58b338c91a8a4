--- nginx variables as bytes. `ngx.var` makes a Lua string of every value it reads, and needs one for every
-- value it writes; on the way of every request that is a string to intern and to collect. These do without.
--
-- Uses the two functions of ngx_lua's C interface that `ngx.var` itself uses. resty.core.var declares them
-- for the http subsystem; they are the same from ngx_lua 0.10.14 on.

local ffi = require("ffi")
local get_request = require("resty.core.base").get_request
local C = ffi.C
local tonumber = tonumber

ffi.cdef([[long long atoll(const char *text);]])

local _M = {}

local value = ffi.new("char *[1]")
local length = ffi.new("size_t[1]")
local message = ffi.new("char *[1]")
local ERROR_BYTES = 256
local error_bytes = ffi.new("unsigned char[?]", ERROR_BYTES)
local DIGITS = 20
local digits = ffi.new("char[?]", DIGITS + 1)

local function read(name, lowercase)
  if C.ngx_http_lua_ffi_var_get(get_request(), name, #name, lowercase, 0, value, length, message) ~= 0 then
    return nil, 0
  end
  return value[0], tonumber(length[0])
end

--- @param name of a variable
-- @return function to a pointer to its bytes and their number; nil, 0 when it has no value. The bytes hold
-- until the variable changes or the request ends
function _M.reader(name)
  local lowercase = ffi.new("char[?]", #name)
  return function()
    return read(name, lowercase)
  end
end

--- @param name of a variable that holds a whole number
-- @return function to the number, 0 when it has no value
function _M.number(name)
  local lowercase = ffi.new("char[?]", #name)
  return function()
    local bytes, size = read(name, lowercase)
    if size == 0 or size > DIGITS then
      return 0
    end
    ffi.copy(digits, bytes, size)
    digits[size] = 0
    return tonumber(C.atoll(digits))
  end
end

--- @param name of a variable that Lua may write
-- @return function(bytes, size) that gives it those bytes
function _M.writer(name)
  local lowercase = ffi.new("unsigned char[?]", #name)
  return function(bytes, size)
    length[0] = ERROR_BYTES
    if
      C.ngx_http_lua_ffi_var_set(get_request(), name, #name, lowercase, bytes, size, error_bytes, length) ~= 0
    then
      error(ffi.string(error_bytes, length[0]))
    end
  end
end

return _M
