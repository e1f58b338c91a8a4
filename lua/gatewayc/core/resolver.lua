--- Keeps the nodes of services current whose hosts are names: worker 0 asks again when an answer's TTL is
-- over, every other worker only reads what was published. An answer that fails or is empty changes
-- nothing: the last good one stays (T7).
--
-- Last good answers also stand in the shared dict `gw_nodes`, under `a:HOST`, addresses with blanks
-- between: a worker 0 that dies or is reloaded while DNS is down leaves them to its successor. Names due at
-- the same time are asked for at the same time, at most 16; one name is asked for once, however many
-- services have it.

local dns = require("gatewayc.core.dns")
local now, exiting, worker_id = ngx.now, ngx.worker.exiting, ngx.worker.id
local spawn, log = ngx.thread.spawn, ngx.log
local concat, sort, remove = table.concat, table.sort, table.remove
local floor, min, max, random = math.floor, math.min, math.max, math.random
local gmatch, ipairs, pairs, pcall = string.gmatch, ipairs, pairs, pcall

local _M = {}

-- Seconds.
local TICK, SHORTEST, LONGEST, JITTER = 0.5, 1, 60, 0.1
local RETRY_FIRST, RETRY_LAST = 1, 10
local MOST_AT_ONCE = 16

local names, queue, running, publish

local function weight_of(node, count)
  return max(1, floor(node.weight / count + 0.5))
end

-- The list the known answers make, and a text that is equal for equal lists. An address of a name has an id
-- of its own.
local function nodes_of(entry)
  local list, by_place = {}, {}
  for _, node in ipairs(entry.service.nodes) do
    local addresses = entry.literals[node] or names[node.host].addresses
    for _, ip in ipairs(addresses) do
      local place = ip .. ":" .. node.port
      local weight = weight_of(node, #addresses)
      local twin = by_place[place]
      if twin then
        twin.weight = twin.weight + weight
      else
        local id = node.address and node.id or node.id .. "@" .. ip
        by_place[place] = { id = id, host = node.host, ip = ip, port = node.port, weight = weight }
        list[#list + 1] = by_place[place]
      end
    end
  end
  sort(list, function(a, b)
    return a.id < b.id
  end)
  local parts = {}
  for i, node in ipairs(list) do
    parts[i] = concat({ node.id, node.ip, node.port, node.weight }, " ")
  end
  return list, concat(parts, ", ")
end

local function update(entry)
  local list, text = nodes_of(entry)
  if #list > 0 and text ~= entry.text then
    entry.text = text
    log(ngx.NOTICE, "service ", entry.service.id, ": nodes ", text)
    publish(entry.service, list)
  end
end

local function due_in(ttl)
  return min(max(ttl, SHORTEST), LONGEST) * (1 - JITTER + 2 * JITTER * random())
end

local function remember(name)
  local ok, err = ngx.shared.gw_nodes:safe_set("a:" .. name.host, concat(name.addresses, " "))
  if not ok then
    log(ngx.WARN, "host ", name.host, ": answer not kept for a successor: ", err)
  end
end

local function recall(host)
  local addresses = {}
  for ip in gmatch(ngx.shared.gw_nodes:get("a:" .. host) or "", "%S+") do
    addresses[#addresses + 1] = ip
  end
  return addresses
end

local function succeed(name, addresses, ttl)
  if name.failures > 0 then
    log(ngx.NOTICE, "host ", name.host, " resolves again")
  end
  sort(addresses)
  local changed = concat(addresses, " ") ~= concat(name.addresses, " ")
  name.failures, name.addresses, name.due = 0, addresses, now() + due_in(ttl)
  if changed then
    remember(name)
    for _, entry in ipairs(name.entries) do
      update(entry)
    end
  end
end

local function fail(name, err)
  if name.failures == 0 then
    local known = #name.addresses
    local rest = known > 0 and "; its last " .. known .. " addresses stay in use" or ""
    log(ngx.ERR, "host ", name.host, " does not resolve: ", err, rest)
  end
  name.due = now() + due_in(min(RETRY_FIRST * 2 ^ name.failures, RETRY_LAST))
  name.failures = name.failures + 1
end

local function refresh(name)
  local addresses, ttl = dns.resolve(name.host)
  if addresses then
    succeed(name, addresses, ttl)
  elseif not exiting() then
    fail(name, ttl)
  end
end

local function drain()
  while queue[1] and not exiting() do
    local name = remove(queue, 1)
    local ok, err = pcall(refresh, name)
    if not ok then
      fail(name, err)
    end
    name.busy = false
  end
  running = running - 1
end

-- Ticks overlap while servers are slow; the bound holds over all of them.
local function tick(premature)
  if premature then
    return
  end
  for _, name in pairs(names) do
    if not name.busy and name.due <= now() then
      name.busy = true
      queue[#queue + 1] = name
    end
  end
  for _ = 1, min(#queue, MOST_AT_ONCE - running) do
    running = running + 1
    spawn(drain)
  end
end

local function prepare(service)
  local entry = { service = service, literals = {}, text = nil }
  local has_names = false
  for _, node in ipairs(service.nodes) do
    if node.address then
      entry.literals[node] = assert(dns.resolve(node.host))
    else
      has_names = true
      local name = names[node.host]
      if not name then
        name = {
          host = node.host,
          addresses = recall(node.host),
          entries = {},
          due = 0,
          busy = false,
          failures = 0,
        }
        names[node.host] = name
      end
      name.entries[#name.entries + 1] = entry
    end
  end
  return has_names and entry or nil
end

--- Starts to resolve, in init_worker. Only worker 0 works; what is known already is published at once.
-- @param services list of `{id, nodes = {{id, host, port, weight, address = boolean}…}}`; those without
-- names are left alone
-- @param on_change function(service, list), called with a service of `services` when its list differs from
-- the last one: never empty, sorted by id, each `{id, host, ip, port, weight}`; a name with several
-- addresses gives a node for each and divides its weight
function _M.start(services, on_change)
  if worker_id() ~= 0 then
    return
  end
  names, queue, running, publish = {}, {}, 0, on_change
  for _, service in ipairs(services) do
    local entry = prepare(service)
    if entry then
      update(entry)
    end
  end
  if next(names) then
    assert(ngx.timer.at(0, tick))
    assert(ngx.timer.every(TICK, tick))
  end
end

return _M
