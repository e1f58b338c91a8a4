--- The nodes of services that choose in Lua: static ones from the data file, resolved ones from the shared
-- dict `gw_nodes`. Layout of the dict, a service and node list: `n:KEY` the addresses as JSON, `v:KEY` a
-- version that counts changes, `rr:KEY` the turn counter of its balancer. KEY holds a digest of the
-- configured nodes, so a new configuration never reads an old one's addresses.

local cjson = require("cjson.safe")
local dict = ngx.shared.gw_nodes
local concat, find, ipairs = table.concat, string.find, ipairs
local now, sleep = ngx.now, ngx.sleep

local _M = {}

-- Seconds.
local COLD_WAIT, COLD_STEP = 2, 0.05

local function key_of(service)
  local parts = { service.balancer.name }
  for i, node in ipairs(service.nodes) do
    parts[i + 1] = concat({ node.id, node.host, node.port, node.weight }, " ")
  end
  return service.id .. ":" .. ngx.crc32_long(concat(parts, ","))
end

-- A balancer that tracks requests has a record of each node. It outlives changes of the list, so it goes by
-- the address.
local function track(self, list)
  for _, node in ipairs(list) do
    node.record = self.balancer.track(concat({ self.id, " ", node.ip, ":", node.port }))
    node.record.balancer = self.balancer
  end
end

local function picker(self, list)
  if self.balancer.track then
    track(self, list)
  end
  self.list = list
  self.picker = #list > 0 and self.balancer.new(list, self.shared, self.options) or nil
end

--- Prepares a service.
-- @param service of the data file, with `balancer` `{name, options, attempts}`
-- @param balancer the module of its balancer feature
-- @return `{list, picker, balancer, attempts, static, key}`; the nodes of `list` have a `record` when the
-- balancer tracks requests
function _M.new(service, balancer)
  local key = key_of(service)
  local turn = "rr:" .. key
  local self = {
    id = service.id,
    at = service.at,
    nodes = service.nodes,
    key = key,
    balancer = balancer,
    options = service.balancer.options,
    attempts = service.balancer.attempts,
    tls_name = service.tls_name,
    static = true,
    cold_until = now() + COLD_WAIT,
    version = -1,
    shared = {
      next = function()
        return dict:incr(turn, 1, -1)
      end,
    },
  }
  local list = {}
  for i, node in ipairs(service.nodes) do
    self.static = self.static and node.address
    local ip = find(node.host, ":", 1, true) and "[" .. node.host .. "]" or node.host
    list[i] = { id = node.id, host = node.host, ip = ip, port = node.port, weight = node.weight }
  end
  picker(self, self.static and list or {})
  return self
end

--- Publishes what names resolved to; every worker sees it with its next choice.
-- @param self from `new`
-- @param list of `{id, host, ip, port, weight}`, not empty
function _M.publish(self, list)
  local ok, err = dict:set("n:" .. self.key, cjson.encode(list))
  if not ok then
    ngx.log(ngx.ERR, "service ", self.id, ": nodes not stored: ", err)
    return
  end
  dict:incr("v:" .. self.key, 1, 0)
end

--- Brings the picker up to date.
-- @param self from `new`
-- @return self
function _M.refresh(self)
  if self.static then
    return self
  end
  local version = dict:get("v:" .. self.key) or 0
  if version ~= self.version then
    self.version = version
    picker(self, cjson.decode(dict:get("n:" .. self.key) or "[]") or {})
  end
  return self
end

--- Says whether the service has a node; right after the start it waits for the first DNS answer.
-- @param self from `new`
-- @return boolean
function _M.available(self)
  while not _M.refresh(self).picker do
    if now() >= self.cold_until then
      return false
    end
    sleep(COLD_STEP)
  end
  return true
end

return _M
