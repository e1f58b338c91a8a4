--- How long a node takes: a moving average, weighted by time and not by number (EWMA, as in Finagle and
-- ingress-nginx), of one worker. It fades while nothing is heard, so that a node that was slow is asked
-- again.
--
-- A try that fails counts as a second at least, and at once: a node that refuses quickly must not look fast.
-- A connection that breaks once does not count: it may have been a kept one that the node closed just then.

local exp, max = math.exp, math.max
local now = ngx.now
local setmetatable = setmetatable

local _M = {}

-- Seconds. nginx counts milliseconds; less than one would make everything behind it equal.
local FADE, LEAST, FAILED = 10, 0.001, 1

-- A place that is in no list of nodes is forgotten.
local records = setmetatable({}, { __mode = "v" })

--- Finds or makes the record of a place.
-- @param place text: the service and the node's address
-- @return record: `latency` in seconds is negative while nothing is known, `count` what this worker has in
-- flight there
function _M.record(place)
  local record = records[place]
  if not record then
    record = { latency = -1, heard = 0, count = 0, broken = 0 }
    records[place] = record
  end
  return record
end

--- A request goes to the node.
-- @param record from `record`
function _M.enter(record)
  record.count = record.count + 1
end

--- The request has left it.
-- @param record from `record`
function _M.leave(record)
  record.count = record.count - 1
end

local function faded(record, at)
  return record.latency * exp((record.heard - at) / FADE)
end

local outcomes = {}

function outcomes.answered(record, seconds, at)
  seconds = max(seconds, LEAST)
  record.broken = 0
  if record.latency >= 0 then
    local share = exp((record.heard - at) / FADE)
    seconds = record.latency * share + seconds * (1 - share)
  end
  record.latency, record.heard = seconds, at
end

function outcomes.waited(record, seconds, at)
  record.latency, record.heard = max(faded(record, at), seconds), at
end

function outcomes.failed(record, seconds, at)
  outcomes.waited(record, max(seconds, FAILED), at)
end

function outcomes.broke(record, seconds, at)
  record.broken = record.broken + 1
  if record.broken > 1 then
    outcomes.failed(record, seconds, at)
  end
end

--- A try has ended.
-- @param record from `record`
-- @param outcome `answered`; `failed`; `broke` when there was no connection or no answer on it, and another
-- try was made; `waited` when the client left before the answer, which took that long at least
-- @param seconds until then
function _M.observe(record, outcome, seconds)
  outcomes[outcome](record, seconds, now())
end

--- What a request more would cost, by weight. A node of which nothing is known is asked, but not twice before
-- it has answered.
-- @param record from `record`
-- @param weight of the node
-- @param at the time, in seconds
-- @return a number to compare with others
function _M.cost(record, weight, at)
  if record.latency < 0 then
    return record.count * FAILED / weight
  end
  return max(faded(record, at), LEAST) * (record.count + 1) / weight
end

return _M
