--- The tries of requests whose balancer tracks them: it counts them while they run (`enter`, `leave`) and may
-- hear how they end (`observe`). A request has one try at a time; it ends when the next one begins, or in the
-- log phase, which every request reaches exactly once, whatever happened to it.

local get_last_failure = require("ngx.balancer").get_last_failure
local request_key = require("gatewayc.core.request").key
local var = ngx.var
local match, tonumber = string.match, tonumber

local _M = {}

local running = {}

-- What nginx calls a try without an answer.
local NO_ANSWER = 502

-- The last of the values nginx gives, one a try.
local function last(text)
  return text and (tonumber(text) or tonumber(match(text, "[^ ,:]+$")))
end

--- A try begins; the one before it, if there is one, has failed.
-- @param record of the chosen node, with its `balancer`, from `core.nodes`
function _M.begin(record)
  local at, balancer = request_key(), record.balancer
  local before = running[at]
  if before then
    balancer.leave(before)
    if balancer.observe then
      local _, status = get_last_failure()
      balancer.observe(before, status == NO_ANSWER and "broke" or "failed", 0)
    end
  end
  running[at] = record
  balancer.enter(record)
end

--- The request is over, and with it its last try, if it had one.
function _M.finish()
  local at = request_key()
  local record = running[at]
  if not record then
    return
  end
  running[at] = nil
  record.balancer.leave(record)
  local observe = record.balancer.observe
  if not observe then
    return
  end
  local status = last(var.upstream_status)
  local whole = last(var.upstream_response_time) or 0
  if not status then
    observe(record, "waited", whole)
  elseif status >= 500 then
    observe(record, "failed", whole)
  else
    observe(record, "answered", last(var.upstream_header_time) or whole)
  end
end

return _M
