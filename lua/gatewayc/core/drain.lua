--- Tells keep-alive clients to reconnect before their worker leaves (T6).
--
-- On HUP nginx closes idle connections of the old workers at once, and a request already on its way is
-- lost. So the master, while it loads a new configuration, raises a flag and waits: the old workers see it
-- and answer each request with `Connection: close`, and few idle connections are left when they are told to
-- go. Needed below nginx 1.27.4, harmless above. Limit: a client that stays idle through the wait and sends
-- at that very moment still loses its connection.

local ffi = require("ffi")
local dict = ngx.shared.gw_state

ffi.cdef([[int usleep(unsigned int microseconds);]])

local _M = { active = false }

local WAIT_US, CHECK_S, GIVE_UP_S = 150000, 0.04, 10

--- Called in init_by_lua, in the master: tells the workers that run, if any, and gives them time to hear it.
function _M.announce()
  if dict:incr("loads", 1, 0) > 1 then
    ffi.C.usleep(WAIT_US)
  end
end

--- Called in each worker: looks at the counter from time to time, never on the request path. `active` says
-- what it saw. A load that was refused after all (a taken port) leaves the workers serving: they stop
-- draining after ten seconds.
function _M.watch()
  local loads, since = dict:get("loads"), nil
  assert(ngx.timer.every(CHECK_S, function()
    local current = dict:get("loads")
    if current ~= loads then
      loads, since = current, ngx.now()
    end
    if since and ngx.now() - since > GIVE_UP_S then
      since = nil
    end
    _M.active = since ~= nil
  end))
end

return _M
