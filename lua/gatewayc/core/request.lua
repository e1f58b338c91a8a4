--- What the phases of one request share: its route, and a state table when its plan has work to do.
-- Kept under the address of nginx's request, which lives from the first phase to the log phase and survives
-- the redirect to the error location. `ngx.ctx` costs more and is wiped there, which would leak what the log
-- phase must release.

local ffi = require("ffi")
local get_request = require("resty.core.base").get_request
local cast, tonumber = ffi.cast, tonumber

local _M = {}

local routes, states = {}, {}

local function key()
  return tonumber(cast("uintptr_t", get_request()))
end

--- @return number that is the current request's alone, from its first phase to its log phase
_M.key = key

--- Remembers the route of the current request.
-- @param route its record
function _M.bind(route)
  routes[key()] = route
end

--- Starts the state of the current request.
-- @param state the table
function _M.begin(state)
  states[key()] = state
end

--- @return the state of the current request, or nil when its plan needs none
function _M.get()
  return states[key()]
end

--- Forgets the request; the log phase calls it exactly once.
-- @return its route's record, nil when none was found
function _M.finish()
  local at = key()
  local route = routes[at]
  if route then
    routes[at] = nil
    if route.stateful then
      states[at] = nil
    end
  end
  return route
end

return _M
