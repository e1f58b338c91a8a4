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

local _M = {}

-- Prometheus's default duration buckets (M233); 100 * 10^n, eight of them, for sizes (M234, M235).
local DURATION = { 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10 }
local SIZE = { 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9 }
_M.DURATION, _M.SIZE = DURATION, SIZE

local DURATION_AT, REQUEST_AT, RESPONSE_AT, WIDTH = 0, 13, 23, 33
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

local function observe(values, at, buckets, value)
  local n = #buckets
  local i = 1
  while i <= n and value > buckets[i] do
    i = i + 1
  end
  values[at + i - 1] = values[at + i - 1] + 1
  values[at + n + 1] = values[at + n + 1] + value
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
  observe(values, DURATION_AT, DURATION, elapsed > 0 and elapsed or 0)
  local received = tonumber(var.request_length)
  if received and received > 0 then
    observe(values, REQUEST_AT, SIZE, received)
  end
  local sent = tonumber(var.bytes_sent)
  if sent and sent > 0 then
    observe(values, RESPONSE_AT, SIZE, sent)
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
