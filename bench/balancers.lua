-- What a choice of each balancer costs, in init_by_lua: no request, no socket, only LuaJIT and shared memory.
local out = io.stdout
local clock = os.clock

local CHOICES, KEYS = 1e6, 1000
local HASH = { ring = "ketama", replicas = 160 }
local NAMES = {
  "round-robin",
  "weighted-round-robin",
  "random",
  "ip-hash",
  "consistent-hash",
  "least-connections",
  "p2c",
  "least-time",
}

-- Two workers count: this process, and the first of the machine.
local dict = ngx.shared.gw_flight
dict:set("slot:1", 1)
dict:set("slots", 1)
ngx.timer.every = function()
  return true
end
require("gatewayc.core.flight").start()

local turn = 0
local shared = {
  next = function()
    return ngx.shared.gw_nodes:incr("turn", 1, 0)
  end,
}

local keys = {}
for i = 1, KEYS do
  keys[i] = "198.51." .. i % 250 .. "." .. i
end

local function nodes_of(balancer, size)
  local nodes = {}
  for i = 1, size do
    nodes[i] = { id = "node-" .. i, ip = "10.0.0.1", port = i, weight = 100 + i % 3 }
    if balancer.track then
      nodes[i].record = balancer.track(size .. " " .. i)
      if balancer.observe then
        balancer.observe(nodes[i].record, "answered", 0.01 + i % 7 / 1000)
      end
    end
  end
  return nodes
end

-- A choice, and what it costs to track it.
local function choose(balancer, state, nodes, count)
  for _ = 1, count do
    turn = turn % KEYS + 1
    local index = balancer.find(state, keys[turn])
    local record = nodes[index].record
    if record then
      balancer.enter(record)
      balancer.leave(record)
    end
  end
end

for _, name in ipairs(NAMES) do
  local balancer = require("gatewayc.balancer." .. name)
  for _, size in ipairs({ 3, 1000 }) do
    local nodes = nodes_of(balancer, size)
    local started = clock()
    local state = balancer.new(nodes, shared, HASH)
    local built = clock() - started
    choose(balancer, state, nodes, CHOICES / 10)
    started = clock()
    choose(balancer, state, nodes, CHOICES)
    local seconds = clock() - started
    local line = "%-22s %5d nodes  %6.3f us a choice  %7.2f ms to build\n"
    out:write(line:format(name, size, seconds / CHOICES * 1e6, built * 1e3))
  end
end
out:flush()
os.exit(0)
