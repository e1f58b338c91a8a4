--- Request ids: 32 hexadecimal digits, a random prefix a worker process and a counter. Unique over workers,
-- restarts and gateways; not secret, and not meant to be.

local ffi = require("ffi")
local tohex = require("bit").tohex

ffi.cdef([[int RAND_bytes(unsigned char *buf, int num);]])

local _M = {}

local prefix, high, low = "", 0, 0

--- Draws the prefix; to be called in every new worker. Uses the OpenSSL that nginx already carries.
function _M.seed()
  local words = ffi.new("int32_t[2]")
  assert(ffi.C.RAND_bytes(ffi.cast("unsigned char *", words), 8) == 1, "no random bytes")
  prefix = tohex(words[0]) .. tohex(words[1])
  math.randomseed(words[0])
end

--- @return the next id
function _M.next()
  low = low + 1
  if low == 4294967296 then
    low, high = 0, high + 1
  end
  return prefix .. tohex(high) .. tohex(low)
end

return _M
