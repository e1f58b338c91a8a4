--- Requests in flight at a node, over all workers, such that no crash can leave a count behind.
--
-- Every worker counts for itself and shows its counts to the others in the shared dict `gw_flight`, under a
-- name that only it writes: `PID/PLACE`, absent when nothing is in flight; a sum is the own count and what
-- the others show. `slot:N` holds the pid of each worker, `slots` the highest N, `v` counts changes of these.
-- The counts of a process that was killed vanish with its slot: when a worker starts, and once a second in
-- worker 0. Old workers that drain after a reload keep their slots, and are counted, until they exit.
-- Limit: a pid that is used again within that second counts as alive.

local ffi = require("ffi")
local dict = ngx.shared.gw_flight
local log, exiting = ngx.log, ngx.worker.exiting
local sub, tonumber, ipairs, setmetatable = string.sub, tonumber, ipairs, setmetatable

ffi.cdef([[int kill(int pid, int sig);]])

local _M = {}

local NO_SUCH_PROCESS = 3 -- ESRCH
local SWEEP_S = 1

-- A place that is in no list of nodes, and has nothing in flight, is forgotten.
local records = setmetatable({}, { __mode = "v" })
local pid, slot
local version, others = -1, {}

--- Finds or makes the record of a place.
-- @param place text that is the same in all workers and after a reload: the service and the node's address
-- @return `{place, count = what this worker has in flight there}`
function _M.record(place)
  local record = records[place]
  if not record then
    record = { place = place, count = 0, name = "", names = {}, version = -1 }
    records[place] = record
  end
  return record
end

local function show(record)
  if pid then
    if record.name == "" then
      record.name = pid .. "/" .. record.place
    end
    local count = record.count
    local ok, err = dict:safe_set(record.name, count > 0 and count or nil)
    if not ok then
      log(ngx.ERR, "in flight at ", record.place, ": not shown to other workers: ", err)
    end
  end
end

--- A request goes to the node.
-- @param record from `record`
function _M.enter(record)
  record.count = record.count + 1
  show(record)
end

--- The request has left it.
-- @param record from `record`
function _M.leave(record)
  record.count = record.count - 1
  show(record)
end

-- Pids of the other workers; the list is read again when it has changed.
local function peers()
  local current = dict:get("v")
  if current ~= version then
    version, others = current, {}
    for i = 1, dict:get("slots") or 0 do
      local peer = dict:get("slot:" .. i)
      if peer and peer ~= pid then
        others[#others + 1] = peer
      end
    end
  end
  return others
end

--- @return how many other workers there are; to be called before `total`, which goes by what this saw
function _M.peers()
  return #peers()
end

--- @param record from `record`
-- @return requests in flight there, over all workers
function _M.total(record)
  local names = record.names
  if record.version ~= version then
    names = {}
    for i = 1, #others do
      names[i] = others[i] .. "/" .. record.place
    end
    record.names, record.version = names, version
  end
  local total = record.count
  for i = 1, #names do
    total = total + (dict:get(names[i]) or 0)
  end
  return total
end

--- @param record from `record`
-- @return requests in flight there now, over all workers
function _M.now(record)
  peers()
  return _M.total(record)
end

local function changed()
  dict:incr("v", 1, 0)
end

local function forget(gone)
  local prefix = gone .. "/"
  for _, name in ipairs(dict:get_keys(0)) do
    if sub(name, 1, #prefix) == prefix then
      dict:delete(name)
    end
  end
end

local function alive(process)
  return ffi.C.kill(process, 0) == 0 or ffi.errno() ~= NO_SUCH_PROCESS
end

-- A slot with this worker's own pid is one of a process before it.
local function sweep()
  for i = 1, dict:get("slots") or 0 do
    local other = dict:get("slot:" .. i)
    if other and i ~= slot and (other == pid or not alive(other)) then
      forget(other)
      dict:delete("slot:" .. i)
      changed()
    end
  end
end

local function claim()
  slot = 0
  repeat
    slot = slot + 1
  until dict:add("slot:" .. slot, pid)
  -- Two workers may raise it at once: to the higher of the two, whoever comes last.
  while (dict:get("slots") or 0) < slot do
    dict:incr("slots", 1, 0)
  end
  changed()
end

local function watch(premature)
  if premature or exiting() then
    return
  end
  -- Another worker's sweep may have met the slot just as it changed hands.
  if dict:get("slot:" .. slot) ~= pid then
    claim()
  end
  if ngx.worker.id() == 0 then
    sweep()
  end
end

--- Takes part, in init_worker; does nothing where no service counts.
function _M.start()
  if not dict then
    return
  end
  pid = tonumber(ngx.worker.pid())
  sweep()
  claim()
  assert(ngx.timer.every(SWEEP_S, watch))
end

--- Leaves, in exit_worker.
function _M.stop()
  if not dict then
    return
  end
  forget(pid)
  dict:delete("slot:" .. slot)
  changed()
end

return _M
