--- The master's part: loads the data file and every module, and makes the one global the configuration's
-- phases call. Whatever is wrong here stops a reload before any worker changes (T2).

local data_room = require("gatewayc.core.data")
local template = require("gatewayc.core.template")
local drain = require("gatewayc.core.drain")
local hash_key = require("gatewayc.core.hash-key")
local nodes = require("gatewayc.core.nodes")
local router = require("gatewayc.core.router")
local upstream = require("gatewayc.core.upstream")
local dns = require("gatewayc.core.dns")
local pipeline = require("gatewayc.pipeline")
local ipairs = ipairs

local _M = {}

local function plans_with_captures(data)
  local out = {}
  for i, plan in ipairs(data.plans) do
    for _, list in ipairs({ plan.global, plan.route, plan.response }) do
      for _, index in ipairs(list) do
        out[i] = out[i] or template.uses_captures(data.steps[index + 1].config)
      end
    end
  end
  return out
end

local function join_plans(data, routes)
  local plans = pipeline.plans(data.plans, pipeline.steps(data.steps))
  local capturing = plans_with_captures(data)
  for _, route in ipairs(routes) do
    local at = route.plan + 1
    local plan = plans[at]
    if plan.global or plan.route or plan.response or route.redirect or route.respond then
      route.stages, route.stateful = plan, true
    end
    if capturing[at] then
      route.captures = true
    end
  end
end

local function subject_of(subject)
  return pipeline.feature("assertion", subject)
end

local function join_services(data, routes)
  local list = {}
  for i, service in ipairs(data.services) do
    if service.balancer then
      local balancer = pipeline.feature("balancer", service.balancer.name)
      list[i] = nodes.new(service, balancer)
      list[i].read_key = balancer.key and hash_key.new(balancer.key(service.balancer.options), subject_of)
    end
  end
  for _, route in ipairs(routes) do
    local service = list[route.service_at]
    if service and not service.static then
      route.nodes = service
    end
    if service and service.balancer.track then
      route.tracked = true
    end
  end
  upstream.setup(list)
  return list
end

local function join_locations(data, routes)
  for _, route in ipairs(routes) do
    if route.profile > 0 then
      route.location = "gatewayc:p" .. route.profile
    end
    if route.service ~= data.default_service then
      route.upstream = route.service or ""
    end
    if
      route.stateful
      or route.captures
      or route.rewrite_path
      or route.require
      or route.host
      or route.nodes
    then
      route.unprepared = true
    end
  end
end

--- Builds the gateway from the release's data file.
-- @param root directory of the release, with a trailing "/"
-- @return the table the phase blocks of nginx.conf call
function _M.load(root)
  local data = data_room.read(root .. "data/gateway.json")
  dns.configure()
  local routes = data_room.routes(data, subject_of)
  join_plans(data, routes)
  local services = join_services(data, routes)
  join_locations(data, routes)
  local gateway = {
    root = root,
    data = data,
    routes = routes,
    services = services,
    router = router.new(data.matches, routes, data.reserved),
  }
  local phases = {}
  for _, name in ipairs({
    "init_worker",
    "exit_worker",
    "rewrite",
    "access",
    "content",
    "balance",
    "header_filter",
    "error",
    "log",
    "metrics",
    "ready",
    "self_test",
  }) do
    phases[name] = require("gatewayc.phase." .. name).new(gateway)
  end
  -- The data file is large and was turned into records; the self-test reads it again.
  data.routes, data.matches = nil, nil
  collectgarbage()
  collectgarbage()
  drain.announce()
  -- Every module is loaded; a `require` from here on would find another release's file (T4).
  package.path, package.cpath = "", ""
  return phases
end

return _M
