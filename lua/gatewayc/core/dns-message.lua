--- DNS messages on the wire (RFC 1035, section 4; AAAA: RFC 3596): one question out, its answer in.
--
-- An answer is data of a stranger. It counts only when its id and its question are ours; of its records
-- only those count that belong to the name asked for or to an alias of it. A compressed name may only point
-- backwards, so that no name is read for ever. Limit: no EDNS (RFC 6891), so an answer over UDP has at most
-- 512 bytes; a longer one says so and is asked for again over TCP.

local bit = require("bit")
local ip = require("gatewayc.core.ip")
local band, rshift = bit.band, bit.rshift
local byte, char, sub, lower, gmatch = string.byte, string.char, string.sub, string.lower, string.gmatch
local concat, min = table.concat, math.min
local error, pcall = error, pcall

local _M = { A = 1, AAAA = 28, NO_ERROR = 0, NAME_ERROR = 3, NO_NAME = "not a host name" }

local CNAME = 5
local INTERNET = 1
local HEADER = 12
local LONGEST_NAME = 255
local LONGEST_TTL = 0x7fffffff
local SIZES = { [_M.A] = 4, [_M.AAAA] = 16 }

local function u16_bytes(n)
  return char(rshift(n, 8), band(n, 255))
end

local function u16(text, at)
  local high, low = byte(text, at, at + 1)
  if not low then
    error("cut short", 0)
  end
  return high * 256 + low
end

-- The name is lower case: names compare in any case.
local function read_name(text, at)
  local labels, size, after = {}, 0, nil
  local limit = at
  while true do
    local length = byte(text, at)
    if not length then
      error("cut short", 0)
    end
    if length >= 192 then
      after = after or at + 2
      at = u16(text, at) - 0xc000 + 1
      if at >= limit then
        error("a name that does not point backwards", 0)
      end
      limit = at
    elseif length >= 64 then
      error("a label of an unknown kind", 0)
    elseif length == 0 then
      return concat(labels, "."), after or at + 1
    else
      size = size + length + 1
      if size >= LONGEST_NAME or at + length > #text then
        error("a name that is too long", 0)
      end
      labels[#labels + 1] = lower(sub(text, at + 1, at + length))
      at = at + length + 1
    end
  end
end

-- The answer section, by owner: addresses and aliases, each with its TTL in seconds.
local function read_records(text, at, count, kind)
  local addresses, aliases = {}, {}
  for _ = 1, count do
    local owner
    owner, at = read_name(text, at)
    local record_kind, class = u16(text, at), u16(text, at + 2)
    local ttl, size = u16(text, at + 4) * 65536 + u16(text, at + 6), u16(text, at + 8)
    at = at + 10
    if at + size > #text + 1 then
      error("cut short", 0)
    end
    -- RFC 2181, section 8: a TTL with its first bit set is zero.
    ttl = ttl > LONGEST_TTL and 0 or ttl
    if class == INTERNET and record_kind == kind then
      if size ~= SIZES[kind] then
        error("an address of " .. size .. " bytes", 0)
      end
      local found = addresses[owner] or { list = {}, ttl = ttl }
      found.list[#found.list + 1] = ip.format(ip.canonical(sub(text, at, at + size - 1)))
      found.ttl = min(found.ttl, ttl)
      addresses[owner] = found
    elseif class == INTERNET and record_kind == CNAME then
      aliases[owner] = aliases[owner] or { name = read_name(text, at), ttl = ttl }
    end
    at = at + size
  end
  return addresses, aliases
end

local function read(text, query)
  if #text < HEADER or u16(text, 1) ~= query.id or byte(text, 3) < 128 then
    error("another id", 0)
  end
  local name, at = read_name(text, HEADER + 1)
  if
    u16(text, 5) ~= 1
    or name ~= query.name
    or u16(text, at) ~= query.kind
    or u16(text, at + 2) ~= INTERNET
  then
    error("another question", 0)
  end
  local answer = { code = band(byte(text, 4), 15), truncated = band(byte(text, 3), 2) ~= 0 }
  if answer.truncated or answer.code ~= _M.NO_ERROR then
    return answer
  end
  local addresses, aliases = read_records(text, at + 4, u16(text, 7), query.kind)
  local ttl = LONGEST_TTL
  local alias = aliases[name]
  while alias do
    aliases[name] = nil
    name, ttl = alias.name, min(ttl, alias.ttl)
    answer.alias, alias = name, aliases[name]
  end
  local found = addresses[name]
  answer.addresses = found and found.list or {}
  answer.ttl = found and min(ttl, found.ttl) or ttl
  return answer
end

--- Writes a question that asks for recursion.
-- @param id 0 to 65535
-- @param name host name without a trailing dot
-- @param kind `A` or `AAAA` of this module
-- @return `{id, name, kind, bytes}`; or nil and why the name is none
function _M.question(id, name, kind)
  if name == "" or #name > LONGEST_NAME - 2 or sub("." .. name, -1) == "." then
    return nil, _M.NO_NAME
  end
  local parts = { u16_bytes(id), "\1\0\0\1\0\0\0\0\0\0" }
  for label in gmatch(name .. ".", "([^.]*)%.") do
    if #label == 0 or #label > 63 then
      return nil, _M.NO_NAME
    end
    parts[#parts + 1] = char(#label) .. label
  end
  parts[#parts + 1] = "\0" .. u16_bytes(kind) .. u16_bytes(INTERNET)
  return { id = id, name = lower(name), kind = kind, bytes = concat(parts) }
end

--- Reads a message as the answer to a question.
-- @param text the message
-- @param query from `question`
-- @return `{code, truncated, addresses, ttl, alias}`: response code; whether TCP is needed; and, when
-- neither says otherwise, addresses as text, seconds they may be kept, and the name the addresses belong to
-- when it is not the one asked for; or nil and why it is no answer
function _M.answer(text, query)
  local ok, result = pcall(read, text, query)
  if not ok then
    return nil, result
  end
  return result
end

--- Frames a message for TCP (RFC 1035, section 4.2.2).
-- @return the message with its length in front
function _M.frame(text)
  return u16_bytes(#text) .. text
end

--- @param text the two bytes in front of a message over TCP
-- @return its length in bytes
function _M.length(text)
  return u16(text, 1)
end

return _M
