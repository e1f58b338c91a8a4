--- What a hashing balancer hashes: read as assertions read it, from a closed list, chosen once at load.

local path_room = require("gatewayc.core.path")
local match = string.match
local var = ngx.var

local _M = {}

local SUBJECTS = { ip = true, header = true, cookie = true, query = true, path = true }

-- The canonical path; of a target only lenient mode lets through, the path as it was sent.
local function path()
  local target = var.request_uri
  return (path_room.strict(target)) or match(target, "^[^?]*")
end

--- Compiles a key.
-- @param key `{on = "ip"|"header"|"cookie"|"query"|"path", name = text?}`
-- @param subject_of function from the name of an assertion feature to its module
-- @return function to the key of the current request: text, nil when the request has none
function _M.new(key, subject_of)
  assert(SUBJECTS[key.on], key.on)
  if key.on == "path" then
    return path
  end
  return subject_of(key.on).reader(key.name)
end

return _M
