--- The canonical path of a request target (S5): decide on one path, and send that one upstream.
--
-- Strict mode refuses, raw or percent-encoded: control characters, "/" and "\" inside a segment, "#",
-- "..;", dot segments, empty segments and text that is not UTF-8. What is left has one meaning for every
-- parser. Lenient mode is nginx's own reading: `$uri`.

local ffi = require("ffi")
local byte, sub, find, gsub, char, format =
  string.byte, string.sub, string.find, string.gsub, string.char, string.format
local tonumber = tonumber
local C = ffi.C
local var = ngx.var

ffi.cdef([[
  size_t strspn(const char *text, const char *accepted);
  void *memmem(const void *text, size_t length, const void *part, size_t part_length);
]])

local _M = {}

local SLASH, QUESTION, SPACE = 47, 63, 32

-- What a path may hold for its raw form to be its canonical one: RFC 3986 pchar without "%", and "/". Not
-- ";", which may stand behind two dots.
local SAFE = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-_.~!$&'()*+,=:@"

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
local UTF8 = [=[^(?:[\x00-\x7F]|[\xC2-\xDF][\x80-\xBF]|\xE0[\xA0-\xBF][\x80-\xBF]]=]
  .. [=[|[\xE1-\xEC\xEE\xEF][\x80-\xBF]{2}|\xED[\x80-\x9F][\x80-\xBF]|\xF0[\x90-\xBF][\x80-\xBF]{2}]=]
  .. [=[|[\xF1-\xF3][\x80-\xBF]{3}|\xF4[\x80-\x8F][\x80-\xBF]{2})*+\z]=]

local function is_utf8(text)
  if not find(text, "[\128-\255]") then
    return true
  end
  return ngx.re.find(text, UTF8, "jo") ~= nil
end

--- Says whether a decoded path holds a dot segment, which the upstream might resolve to another path (S5).
-- @param path decoded path
-- @return boolean
function _M.has_dots(path)
  return find(path, "/%.%.?/") ~= nil or find(path, "/%.%.?$") ~= nil
end

--- Reads a request target strictly, whatever it holds.
-- @param raw request target in origin form, query included
-- @return decoded path, and the encoded path to send upstream when it differs from what was received; or nil
-- when it must be refused
function _M.strict(raw)
  local query = find(raw, "?", 1, true)
  local received = query and sub(raw, 1, query - 1) or raw
  if received == "" then
    -- `GET http://host?x=1`: the absolute form may leave the path out, which means "/" (RFC 9110, 4.2.3).
    return "/", "/"
  end
  local text = received
  if find(text, "%", 1, true) then
    if find(text, "%%[^%x]") or find(text, "%%%x[^%x]") or find(text, "%%%x?$") then
      return nil
    end
    if find(text, "%%2[fF3]") or find(text, "%%5[cC]") then
      return nil
    end
    text = gsub(text, "%%(%x%x)", decode_one)
  end
  if byte(text, 1) ~= SLASH or find(text, "[%z\1-\31\127\\#]") then
    return nil
  end
  if find(text, "..;", 1, true) or find(text, "//", 1, true) or find(text, "/%.;") then
    return nil
  end
  if _M.has_dots(text) or not is_utf8(text) then
    return nil
  end
  local encoded = _M.encode(text)
  if encoded == received then
    return text
  end
  return text, encoded
end

--- Reads the bytes of a request target, if it is a usual one: nothing encoded, no dot segment, nothing to
-- refuse. A few calls of C and no loop, so that the JIT compiles it into its caller's trace.
-- @param bytes pointer to the target; a space or NUL stands behind it
-- @param length of the bytes that may be read
-- @return length of its path; nil when `strict` must look
function _M.usual(bytes, length)
  local n = tonumber(C.strspn(bytes, SAFE))
  if n < length then
    if bytes[n] ~= QUESTION and bytes[n] ~= SPACE then
      return nil
    end
  else
    n = length
  end
  if bytes[0] ~= SLASH or C.memmem(bytes, n, "//", 2) ~= nil or C.memmem(bytes, n, "/.", 2) ~= nil then
    return nil
  end
  return n
end

--- Reads a request target as nginx does: decoded, slashes merged, dot segments resolved; the raw target goes
-- upstream.
-- @return decoded path
function _M.lenient()
  return var.uri
end

return _M
