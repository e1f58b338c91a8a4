--- The state of requests whose plan has work after the rewrite phase: a table a request, found again through `$gw_state`.
-- `ngx.ctx` costs more and is wiped by the redirect to the error location, which would leak what the log phase must release.

local var = ngx.var
local tostring = tostring

local _M = {}

local states = {}
local counter = 0

--- Starts the state of the current request.
-- @return the table
function _M.begin(state)
  counter = counter + 1
  local key = tostring(counter)
  var.gw_state = key
  states[key] = state
  return state
end

--- @return the state of the current request, or nil when its plan needs none
function _M.get()
  return states[var.gw_state]
end

--- Forgets the state; the log phase calls it exactly once a request.
function _M.finish()
  states[var.gw_state] = nil
end

--- @return number of requests that hold state in this worker
function _M.count()
  local n = 0
  for _ in pairs(states) do
    n = n + 1
  end
  return n
end

return _M
