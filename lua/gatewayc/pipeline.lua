--- The pipeline: turns a route's plan into one function a stage, at load. Which feature runs when was
-- decided by the compiler (src/lower/stages.ts); nothing is looked up per request.

local ipairs = ipairs

local _M = {}

-- A stage of one or two steps runs without a loop: the common shapes stay monomorphic.
local function chain(functions)
  local first, second = functions[1], functions[2]
  if #functions <= 1 then
    return first
  elseif #functions == 2 then
    return function(req)
      first(req)
      second(req)
    end
  end
  return function(req)
    for i = 1, #functions do
      functions[i](req)
    end
  end
end

local function stage(indexes, steps, direction)
  local functions = {}
  for _, index in ipairs(indexes) do
    functions[#functions + 1] = steps[index + 1][direction]
  end
  return chain(functions)
end

--- Finds a feature's module.
-- @param family for example `balancer`
-- @param name for example `round-robin`
function _M.feature(family, name)
  return require("gatewayc." .. family .. "." .. name)
end

--- Builds every step once.
-- @param list `steps` of the data file: `{family, name, config, at}`
-- @return list of `{request = fn?, response = fn?}`
function _M.steps(list)
  local out = {}
  for i, step in ipairs(list) do
    local ok, built = pcall(_M.feature(step.family, step.name).new, step.config)
    if not ok then
      error(built .. " [at " .. step.at .. "]", 0)
    end
    out[i] = built
  end
  return out
end

--- Builds the plans.
-- @param list `plans` of the data file: `{global, route, response}`, indexes into the steps from 0
-- @param steps from `steps`
-- @return list of `{global = fn?, route = fn?, response = fn?}`, each a function(req)
function _M.plans(list, steps)
  local out = {}
  for i, plan in ipairs(list) do
    out[i] = {
      global = stage(plan.global, steps, "request"),
      route = stage(plan.route, steps, "request"),
      response = stage(plan.response, steps, "response"),
    }
  end
  return out
end

return _M
