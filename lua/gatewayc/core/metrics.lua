--- Request metrics in per-worker tables, copied to the shared dict `gw_metrics` a little at a time.
--
-- One series a route, method and status: an array of doubles holding three histograms (duration, request
-- size, response size) and their sums; its count is the request counter. The request path only adds to that
-- array. A timer copies arrays that changed to keys this worker alone writes (`SLOT|series`), so nothing
-- races; a worker that exits folds its arrays into `base|series`. Up to 2,500 changed series a second are
-- copied, so a scrape is a tenth of a second old, or with ten thousand busy series four seconds.
-- When the dict is full, new series are dropped and counted, never old ones evicted (S18).

local ffi = require("ffi")
local variable = require("gatewayc.core.variable")
local dict = ngx.shared.gw_metrics
local get_method, start_time, now = ngx.req.get_method, ngx.req.start_time, ngx.now
local ipairs = ipairs
local request_length, bytes_sent = variable.number("request_length"), variable.number("bytes_sent")
local floor, min, max, huge = math.floor, math.min, math.max, math.huge

local _M = {}

-- Prometheus's default duration buckets (M233); 100 * 10^n, eight of them, for sizes (M234, M235).
local DURATION = { 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10 }
local SIZE = { 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9 }

-- Layout of a series: what every request touches comes first, so that a request of a cold route loads few
-- cache lines. `DIRTY` and `NUMBER` are bookkeeping; a histogram's last bucket counts what is beyond its
-- bounds.
local DIRTY, NUMBER, DURATION_SUM, REQUEST_SUM, RESPONSE_SUM = 0, 1, 2, 3, 4
local DURATION_AT, REQUEST_AT, RESPONSE_AT, WIDTH = 5, 17, 26, 35
_M.HISTOGRAMS = {
  duration = { at = DURATION_AT, sum = DURATION_SUM, bounds = DURATION },
  request = { at = REQUEST_AT, sum = REQUEST_SUM, bounds = SIZE },
  response = { at = RESPONSE_AT, sum = RESPONSE_SUM, bounds = SIZE },
}

-- Methods are a closed list, so a client cannot make series (S18).
local METHODS =
  { GET = 1, HEAD = 2, POST = 3, PUT = 4, DELETE = 5, PATCH = 6, OPTIONS = 7, TRACE = 8, CONNECT = 9 }
local NAMES =
  { "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", [0] = "OTHER" }

local slot = "0"
-- Series that changed since they were copied: one list fills while the other is emptied, so none waits long.
local filling, filled, emptying, left = {}, 0, {}, 0
local TICK_S, COPIES_A_TICK = 0.1, 250
local series_of, keys = {}, {}
local array = ffi.typeof("double[?]")

-- A route's usual series (one method, one status) hangs on its record, others in a table beside it.
local function new_series(route, index, method)
  local series = array(WIDTH)
  local number = #keys + 1
  series[NUMBER] = number
  keys[number] = NAMES[method] .. "|" .. (index - method) / 16 .. "|" .. route.id
  series_of[number] = series
  if not route.series then
    route.series, route.series_index = series, index
  else
    route.more_series = route.more_series or {}
    route.more_series[index] = series
  end
  return series
end

-- Buckets are found without a loop, so that the log phase compiles into one trace. `ngx.now` counts whole
-- milliseconds: one array says the bucket of each up to the last bound.
local LAST_MS = DURATION[#DURATION] * 1000 + 1
local duration_bucket = ffi.new("uint8_t[?]", LAST_MS + 1)
do
  local bucket = 0
  for ms = 0, LAST_MS do
    if bucket < #DURATION and ms > DURATION[bucket + 1] * 1000 then
      bucket = bucket + 1
    end
    duration_bucket[ms] = bucket
  end
end

local function size_bucket(value)
  if value <= 1e3 then
    return value <= 1e2 and 0 or 1
  elseif value <= 1e4 then
    return 2
  elseif value <= 1e5 then
    return 3
  elseif value <= 1e7 then
    return value <= 1e6 and 4 or 5
  elseif value <= 1e9 then
    return value <= 1e8 and 6 or 7
  end
  return 8
end

--- Records the current request; called in the log phase.
-- @param route route record, or the record of unmatched requests
function _M.record(route)
  local method = METHODS[get_method()] or 0
  local index = ngx.status * 16 + method
  local series = route.series
  if route.series_index ~= index then
    local more = route.more_series
    series = more and more[index] or new_series(route, index, method)
  end
  local elapsed = max(now() - start_time(), 0)
  local bucket = DURATION_AT + duration_bucket[min(floor(elapsed * 1000 + 0.5), LAST_MS)]
  series[bucket] = series[bucket] + 1
  series[DURATION_SUM] = series[DURATION_SUM] + elapsed
  local received = request_length()
  if received > 0 then
    bucket = REQUEST_AT + size_bucket(received)
    series[bucket] = series[bucket] + 1
    series[REQUEST_SUM] = series[REQUEST_SUM] + received
  end
  local sent = bytes_sent()
  if sent > 0 then
    bucket = RESPONSE_AT + size_bucket(sent)
    series[bucket] = series[bucket] + 1
    series[RESPONSE_SUM] = series[RESPONSE_SUM] + sent
  end
  if series[DIRTY] == 0 then
    series[DIRTY] = 1
    filled = filled + 1
    filling[filled] = series
  end
end

local function store(key, values)
  local ok, err = dict:safe_set(key, ffi.string(values, WIDTH * 8))
  if not ok and err == "no memory" then
    dict:incr("dropped", 1, 0)
  end
end

-- A bounded piece of work: ten thousand series at once would hold every request up for 20 ms.
local function copy_some(most)
  if left == 0 then
    filling, filled, emptying, left = emptying, 0, filling, filled
  end
  local last = max(left - most, 0)
  for i = left, last + 1, -1 do
    local series = emptying[i]
    series[DIRTY] = 0
    store(slot .. "|" .. keys[series[NUMBER]], series)
    emptying[i] = nil
  end
  left = last
end

--- Copies everything that changed to the shared dict.
function _M.flush()
  copy_some(huge)
  copy_some(huge)
end

--- Adds one series to another.
-- @param into array of doubles
-- @param from array of doubles
function _M.sum(into, from)
  for i = DURATION_SUM, WIDTH - 1 do
    into[i] = into[i] + from[i]
  end
end

--- Adds a stored series to another.
-- @param into array of doubles
-- @param blob what `flush` stored
function _M.add(into, blob)
  local from = array(WIDTH)
  ffi.copy(from, blob, WIDTH * 8)
  _M.sum(into, from)
end

--- @return an empty array of doubles
function _M.zeros()
  return array(WIDTH)
end

--- Starts this worker: a slot no other worker ever had, and the flush timer.
-- @param id text unique to this worker process
function _M.start(id)
  slot = id
  dict:safe_add("dropped", 0)
  assert(ngx.timer.every(TICK_S, function()
    copy_some(COPIES_A_TICK)
  end))
end

local function with_lock(work)
  local waited = 0
  while not dict:add("lock", true, 1) and waited < 1000 do
    ngx.update_time()
    waited = waited + 1
    ffi.C.usleep(1000)
  end
  work()
  dict:delete("lock")
end

--- Folds this worker's series into the base; called when it exits, so that its slot does not stay.
function _M.stop()
  _M.flush()
  with_lock(function()
    for number, series in ipairs(series_of) do
      local sum = array(WIDTH)
      ffi.copy(sum, series, WIDTH * 8)
      local base = dict:get("base|" .. keys[number])
      if base then
        _M.add(sum, base)
      end
      store("base|" .. keys[number], sum)
      dict:delete(slot .. "|" .. keys[number])
    end
  end)
end

ffi.cdef([[int usleep(unsigned int microseconds);]])

return _M
