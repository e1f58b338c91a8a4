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

local function build(route, services, subject_of)
  local record = {
    id = route.id,
    endpoint = route.endpoint,
    methods = method_set(route.methods),
    when = route.when and condition.compile(route.when, subject_of),
    require = route.require and condition.compile(route.require.condition, subject_of),
    require_status = route.require and route.require.status,
    service = route.service and services[route.service + 1].id,
    service_at = route.service and route.service + 1,
    redirect = route.redirect and {
      status = route.redirect.status,
      location = template.compile(route.redirect.location),
    },
    respond = route.respond,
    rewrite_path = route.path and uri.compile(route.path),
    host = route.host and template.compile(route.host),
    plan_at = route.plan + 1,
    profile = route.profile,
    series = {},
  }
  record.captures = template.uses_captures(route.path)
    or template.uses_captures(route.redirect)
    or template.uses_captures(route.host)
  return record
end

--- Builds the route records.
-- @param data the decoded data file
-- @param subject_of function from the name of an assertion feature to its module
-- @return list of records in the data file's order; an error names the place in the document as `[at POINTER]`
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
