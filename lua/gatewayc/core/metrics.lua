--- Request metrics in per-worker tables, copied to the shared dict `gw_metrics` once a second.
--
-- One series a route, method and status: an array of doubles holding three histograms (duration, request size, response size) and
-- their sums; its count is the request counter. The request path only adds to that array. A flush copies the arrays that changed to
-- keys this worker alone writes (`SLOT|series`), so nothing races; a worker that exits folds its arrays into `base|series`. A scrape
-- is up to one second old. When the dict is full, new series are dropped and counted, never old ones evicted (S18).

local ffi = require("ffi")
local dict = ngx.shared.gw_metrics
local var, get_method, start_time, now = ngx.var, ngx.req.get_method, ngx.req.start_time, ngx.now
local tonumber, pairs = tonumber, pairs
local floor, min, max = math.floor, math.min, math.max

local _M = {}

-- Prometheus's default duration buckets (M233); 100 * 10^n, eight of them, for sizes (M234, M235).
local DURATION = { 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10 }
local SIZE = { 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9 }
_M.DURATION, _M.SIZE = DURATION, SIZE

-- Layout of a series: per histogram its buckets, the one beyond the last bound, and the sum.
local DURATION_AT, DURATION_SUM, REQUEST_AT, REQUEST_SUM, RESPONSE_AT, RESPONSE_SUM, WIDTH =
  0, 12, 13, 22, 23, 32, 33
_M.DURATION_AT, _M.REQUEST_AT, _M.RESPONSE_AT, _M.WIDTH = DURATION_AT, REQUEST_AT, RESPONSE_AT, WIDTH

-- Methods are a closed list, so a client cannot make series (S18).
local METHODS =
  { GET = 1, HEAD = 2, POST = 3, PUT = 4, DELETE = 5, PATCH = 6, OPTIONS = 7, TRACE = 8, CONNECT = 9 }
local NAMES =
  { "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", [0] = "OTHER" }

local slot = "0"
local dirty, dirty_count = {}, 0
local all = {}
local array = ffi.typeof("double[?]")

local function new_series(route, method, status)
  local series = { key = method .. "|" .. status .. "|" .. route.id, values = array(WIDTH), dirty = false }
  all[#all + 1] = series
  return series
end

-- Buckets are found without a loop, so that the log phase compiles into one trace. `ngx.now` counts whole milliseconds: one array says
-- the bucket of each up to the last bound.
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
-- @param route route record, or the record of unmatched requests; its `series` table caches the arrays
function _M.record(route)
  local status = ngx.status
  local method = METHODS[get_method()] or 0
  local index = status * 16 + method
  local series = route.series[index]
  if not series then
    series = new_series(route, NAMES[method], status)
    route.series[index] = series
  end
  local values = series.values
  local elapsed = now() - start_time()
  local ms = min(max(floor(elapsed * 1000 + 0.5), 0), LAST_MS)
  local bucket = duration_bucket[ms]
  values[bucket] = values[bucket] + 1
  values[DURATION_SUM] = values[DURATION_SUM] + max(elapsed, 0)
  local received = tonumber(var.request_length)
  if received > 0 then
    bucket = REQUEST_AT + size_bucket(received)
    values[bucket] = values[bucket] + 1
    values[REQUEST_SUM] = values[REQUEST_SUM] + received
  end
  local sent = tonumber(var.bytes_sent)
  if sent > 0 then
    bucket = RESPONSE_AT + size_bucket(sent)
    values[bucket] = values[bucket] + 1
    values[RESPONSE_SUM] = values[RESPONSE_SUM] + sent
  end
  if not series.dirty then
    series.dirty = true
    dirty_count = dirty_count + 1
    dirty[dirty_count] = series
  end
end

local function store(key, values)
  local ok, err = dict:safe_set(key, ffi.string(values, WIDTH * 8))
  if not ok and err == "no memory" then
    dict:incr("dropped", 1, 0)
  end
end

--- Copies what changed to the shared dict.
function _M.flush()
  for i = 1, dirty_count do
    local series = dirty[i]
    series.dirty = false
    store(slot .. "|" .. series.key, series.values)
    dirty[i] = nil
  end
  dirty_count = 0
end

--- Adds arrays element by element.
-- @param into array of doubles
-- @param blob what `store` wrote
function _M.add(into, blob)
  local from = array(WIDTH)
  ffi.copy(from, blob, WIDTH * 8)
  for i = 0, WIDTH - 1 do
    into[i] = into[i] + from[i]
  end
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
  assert(ngx.timer.every(1, function()
    _M.flush()
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
    for _, series in pairs(all) do
      local sum = array(WIDTH)
      ffi.copy(sum, series.values, WIDTH * 8)
      local base = dict:get("base|" .. series.key)
      if base then
        _M.add(sum, base)
      end
      store("base|" .. series.key, sum)
      dict:delete(slot .. "|" .. series.key)
    end
  end)
end

ffi.cdef([[int usleep(unsigned int microseconds);]])

return _M
