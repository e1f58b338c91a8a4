--- Request ids: 32 hexadecimal digits, a random prefix a worker process and a counter. Unique over workers,
-- restarts and gateways; not secret, and not meant to be. Built in place, digit by digit, so that no request
-- makes a string of its id unless it needs one.

local ffi = require("ffi")
local bit = require("bit")
local band, rshift = bit.band, bit.rshift

ffi.cdef([[int RAND_bytes(unsigned char *buf, int num);]])

local _M = {}

local WIDTH, PREFIX_BYTES = 32, 8
local text = ffi.new("char[?]", WIDTH + 1)
ffi.fill(text, WIDTH, 48) -- digits from the start, also in a worker whose start failed
local pairs_of_digits = ffi.cast("uint16_t *", text)
local hex = ffi.new("uint16_t[256]")
for byte = 0, 255 do
  ffi.copy(hex + byte, string.format("%02x", byte), 2)
end

local high, low = 0, 0

-- Four bytes, most significant first; `at` counts pairs of digits.
local function write(number, at)
  pairs_of_digits[at] = hex[rshift(number, 24)]
  pairs_of_digits[at + 1] = hex[band(rshift(number, 16), 255)]
  pairs_of_digits[at + 2] = hex[band(rshift(number, 8), 255)]
  pairs_of_digits[at + 3] = hex[band(number, 255)]
end

--- Draws the prefix; to be called in every new worker. Uses the OpenSSL that nginx already carries.
function _M.seed()
  local random = ffi.new("unsigned char[?]", PREFIX_BYTES)
  assert(ffi.C.RAND_bytes(random, PREFIX_BYTES) == 1, "no random bytes")
  for i = 0, PREFIX_BYTES - 1 do
    pairs_of_digits[i] = hex[random[i]]
  end
  write(0, PREFIX_BYTES)
  high, low = 0, 0
  math.randomseed(ffi.cast("int32_t *", random)[0])
end

--- Makes the next id.
-- @return pointer to its bytes and their number; the next call writes over them
function _M.next()
  low = low + 1
  if low == 2147483648 then
    low, high = 0, high + 1
    write(high, PREFIX_BYTES)
  end
  write(low, PREFIX_BYTES + 4)
  return text, WIDTH
end

--- @return the next id as a string
function _M.text()
  return ffi.string(_M.next())
end

return _M
