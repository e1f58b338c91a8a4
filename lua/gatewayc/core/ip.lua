--- Addresses as bytes, and networks to compare them with. IPv4-mapped IPv6 addresses are IPv4 everywhere
-- (S13).

local byte, sub, char, rep, find, match =
  string.byte, string.sub, string.char, string.rep, string.find, string.match
local bit = require("bit")
local format = string.format
local band, rshift, lshift = bit.band, bit.rshift, bit.lshift
local floor, tonumber, concat = math.floor, tonumber, table.concat

local _M = {}

local MAPPED = rep("\0", 10) .. "\255\255"
local MAPPED_BITS = 96

-- A leading zero is refused: some read it as octal.
local function parse_v4(text)
  local a, b, c, d = match(text, "^(%d+)%.(%d+)%.(%d+)%.(%d+)$")
  if not a or find("." .. text, "%.0%d") then
    return nil
  end
  a, b, c, d = tonumber(a), tonumber(b), tonumber(c), tonumber(d)
  if a > 255 or b > 255 or c > 255 or d > 255 then
    return nil
  end
  return char(a, b, c, d)
end

-- Groups with one colon between them; where `v4_last`, the last one may be an IPv4 address.
local function groups(text, v4_last)
  if text == "" then
    return ""
  end
  local out, from = {}, 1
  while from do
    local colon = find(text, ":", from, true)
    local group = sub(text, from, (colon or 0) - 1)
    local bytes
    if find(group, "^%x%x?%x?%x?$") then
      local value = tonumber(group, 16)
      bytes = char(floor(value / 256), value % 256)
    elseif v4_last and not colon then
      bytes = parse_v4(group)
    end
    if not bytes then
      return nil
    end
    out[#out + 1] = bytes
    from = colon and colon + 1
  end
  return concat(out)
end

local function parse_v6(text)
  local head, tail = match(text, "^(.-)::(.*)$")
  if not head then
    local all = groups(text, true)
    return all and #all == 16 and all or nil
  end
  head, tail = groups(head), groups(tail, true)
  if not head or not tail or #head + #tail > 14 then
    return nil
  end
  return head .. rep("\0", 16 - #head - #tail) .. tail
end

--- Turns a binary address into its canonical length.
-- @param bytes 4 or 16 bytes, such as `$binary_remote_addr`
-- @return 4 bytes for IPv4 and IPv4-mapped addresses, else 16
function _M.canonical(bytes)
  if #bytes == 16 and sub(bytes, 1, 12) == MAPPED then
    return sub(bytes, 13)
  end
  return bytes
end

--- Reads an address.
-- @param text `10.0.0.1`, `2001:db8::1`, `::ffff:10.0.0.1`
-- @return 4 or 16 bytes, canonical; nil when it is no address
function _M.parse(text)
  local bytes = parse_v4(text)
  if bytes then
    return bytes
  end
  bytes = find(text, ":", 1, true) and parse_v6(text)
  return bytes and _M.canonical(bytes) or nil
end

--- Writes an address.
-- @param bytes 4 or 16 bytes
-- @return text, IPv6 as RFC 5952 wants it and without brackets
function _M.format(bytes)
  if #bytes == 4 then
    return concat({ byte(bytes, 1, 4) }, ".")
  end
  local words, first, longest, run = {}, nil, 1, 0
  for i = 1, 8 do
    local word = byte(bytes, 2 * i - 1) * 256 + byte(bytes, 2 * i)
    words[i] = format("%x", word)
    run = word == 0 and run + 1 or 0
    if run > longest then
      first, longest = i - run + 1, run
    end
  end
  if not first then
    return concat(words, ":")
  end
  return concat(words, ":", 1, first - 1) .. "::" .. concat(words, ":", first + longest, 8)
end

--- Compiles a network.
-- @param text `10.0.0.0/8`, or an address alone
-- @return function from canonical address bytes to boolean; nil when it is no network
function _M.network(text)
  local address, length = match(text, "^(.-)/(%d+)$")
  local bytes = _M.parse(address or text)
  if not bytes then
    return nil
  end
  local bits = tonumber(length) or #bytes * 8
  if #bytes == 4 and length and find(address, ":", 1, true) then
    bits = bits - MAPPED_BITS
  end
  if bits < 0 or bits > #bytes * 8 then
    return nil
  end
  local size, whole, rest = #bytes, floor(bits / 8), bits % 8
  local prefix = sub(bytes, 1, whole)
  local shift = 8 - rest
  local last = rest > 0 and rshift(byte(bytes, whole + 1), shift) or 0
  return function(candidate)
    if #candidate ~= size or sub(candidate, 1, whole) ~= prefix then
      return false
    end
    return rest == 0 or rshift(band(byte(candidate, whole + 1), lshift(255, shift)), shift) == last
  end
end

return _M
