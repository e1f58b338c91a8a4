--- The canonical path of a request target (S5): decide on one path, and send that one upstream.
--
-- Strict mode refuses, raw or percent-encoded: control characters, "/" and "\" inside a segment, "#", "..;", dot segments, empty
-- segments and text that is not UTF-8. What is left has one meaning for every parser. The common case, a target without "%", is
-- one pass over its bytes.
-- Lenient mode is nginx's own reading: `$uri`.

local ffi = require("ffi")
local byte, sub, find, gsub, char, format =
  string.byte, string.sub, string.find, string.gsub, string.char, string.format
local tonumber = tonumber
local var = ngx.var

local _M = {}

local PLAIN, SLASH, QUERY, LOOK, BAD = 0, 1, 2, 3, 4
local class = ffi.new("uint8_t[256]")
for b = 0, 255 do
  if b < 33 or b == 127 or b == 92 or b == 35 then
    class[b] = BAD
  elseif b > 127 or b == 37 then
    class[b] = LOOK
  end
end
class[47], class[63], class[46] = SLASH, QUERY, LOOK

local DECODED = {}
for b = 0, 255 do
  DECODED[format("%02x", b)] = char(b)
  DECODED[format("%02X", b)] = char(b)
end
local function decode_one(hex)
  return DECODED[hex] or char(tonumber(hex, 16))
end

-- RFC 3986 pchar without "%": what may stand in a segment as it is.
local function encode_one(c)
  return format("%%%02X", byte(c))
end

--- Percent-encodes a decoded path, keeping "/" (RFC 3986, section 3.3).
-- @param path decoded path
-- @return text that is safe in a request line
function _M.encode(path)
  return (gsub(path, "[^%w%-._~!$&'()*+,;=:@/]", encode_one))
end

-- RFC 3629: shortest form, no surrogates, at most U+10FFFF.
local UTF8 = [[^(?:[\x00-\x7F]|[\xC2-\xDF][\x80-\xBF]|\xE0[\xA0-\xBF][\x80-\xBF]|[\xE1-\xEC\xEE\xEF][\x80-\xBF]{2}]]
  .. [[|\xED[\x80-\x9F][\x80-\xBF]|\xF0[\x90-\xBF][\x80-\xBF]{2}|[\xF1-\xF3][\x80-\xBF]{3}|\xF4[\x80-\x8F][\x80-\xBF]{2})*+\z]]

local function is_utf8(text)
  if not find(text, "[\128-\255]") then
    return true
  end
  return ngx.re.find(text, UTF8, "jo") ~= nil
end

-- The rare case: something is encoded, beyond ASCII, or a dot starts a segment.
local function careful(raw, last)
  local text = sub(raw, 1, last)
  if find(text, "%", 1, true) then
    if find(text, "%%[^%x]") or find(text, "%%%x[^%x]") or find(text, "%%%x?$") then
      return nil
    end
    if find(text, "%%2[fF3]") or find(text, "%%5[cC]") then
      return nil
    end
    text = gsub(text, "%%(%x%x)", decode_one)
  end
  if find(text, "[%z\1-\31\127\\]") or find(text, "..;", 1, true) or find(text, "//", 1, true) then
    return nil
  end
  if find(text, "/%.%.?/") or find(text, "/%.%.?$") or find(text, "/%.;") or not is_utf8(text) then
    return nil
  end
  return text, _M.encode(text)
end

--- Reads a request target strictly.
-- @param raw `$request_uri`: origin form, query included
-- @return decoded path, and the encoded path to send upstream when it differs from what was received; or nil when it must be refused
function _M.strict(raw)
  local last = #raw
  local previous, look = 0, false
  for i = 1, last do
    local b = byte(raw, i)
    local kind = class[b]
    if kind ~= PLAIN then
      if kind == SLASH then
        if previous == 47 then
          return nil
        end
      elseif kind == QUERY then
        last = i - 1
        break
      elseif kind == BAD then
        return nil
      elseif b ~= 46 or previous == 47 or previous == 46 then
        look = true
      end
    end
    previous = b
  end
  if byte(raw, 1) ~= 47 then
    return nil
  end
  if look then
    local path, encoded = careful(raw, last)
    if path and encoded == sub(raw, 1, last) then
      encoded = nil
    end
    return path, encoded
  end
  if last == #raw then
    return raw
  end
  return sub(raw, 1, last)
end

--- Reads a request target as nginx does: decoded, slashes merged, dot segments resolved; the raw target goes upstream.
-- @return decoded path
function _M.lenient()
  return var.uri
end

return _M
