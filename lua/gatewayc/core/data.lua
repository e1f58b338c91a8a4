--- Reads the data file the compiler wrote, and turns its routes into the records the phases work on.

local cjson = require("cjson.safe")
local condition = require("gatewayc.core.condition")
local template = require("gatewayc.core.template")
local uri = require("gatewayc.core.uri")
local ipairs, pcall = ipairs, pcall

local _M = {}

--- Reads the data file.
-- @param path file name
-- @return the decoded table
function _M.read(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read("*a")
  file:close()
  return assert(cjson.decode(text), "data file is not JSON")
end

local function method_set(methods)
  if not methods then
    return nil
  end
  local set = {}
  for _, method in ipairs(methods) do
    set[method] = true
  end
  return set
end

-- Only what a route has is stored: ten thousand records must stay small.
local function build(route, services, subject_of)
  local record = {
    id = route.id,
    plan = route.plan,
    profile = route.profile,
  }
  record.endpoint = route.endpoint
  record.methods = method_set(route.methods)
  if route.service then
    record.service_at = route.service + 1
    record.service = services[record.service_at].id
  end
  if route.when then
    record.when = condition.compile(route.when, subject_of)
  end
  if route.require then
    record.require = condition.compile(route.require.condition, subject_of)
    record.require_status = route.require.status
  end
  if route.redirect then
    record.redirect =
      { status = route.redirect.status, location = template.compile_url(route.redirect.location) }
  end
  record.respond = route.respond
  if route.path then
    record.rewrite_path = uri.compile(route.path)
  end
  if route.host then
    record.host = template.compile(route.host)
  end
  local uses = template.uses_captures
  if uses(route.path) or uses(route.redirect) or uses(route.host) then
    record.captures = true
  end
  return record
end

--- Builds the route records.
-- @param data the decoded data file
-- @param subject_of function from the name of an assertion feature to its module
-- @return list of records in the data file's order; an error names its place in the document: `[at POINTER]`
function _M.routes(data, subject_of)
  local out = {}
  for i, route in ipairs(data.routes) do
    local ok, record = pcall(build, route, data.services, subject_of)
    if not ok then
      error(record .. " [at " .. route.at .. "]", 0)
    end
    out[i] = record
  end
  return out
end

return _M
