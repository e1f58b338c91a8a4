--- Chooses a node for each try of a request, in nginx's balancer phase, for services that nginx cannot
-- balance by itself. Tried nodes travel in `$gw_tried` as indexes, so no per-request table is made.

local balancer = require("ngx.balancer")
local nodes = require("gatewayc.core.nodes")
local try = require("gatewayc.core.try")
local set_current_peer, set_more_tries, get_last_failure =
  balancer.set_current_peer, balancer.set_more_tries, balancer.get_last_failure
local var = ngx.var
local gmatch, tonumber = string.gmatch, tonumber

local _M = {}

local services

--- @param list the prepared services, from `core.nodes`
function _M.setup(list)
  services = list
end

-- After every node was tried once, the turn starts over: more attempts than nodes try a node again.
local function another(service, tried, key)
  local seen, last, count = {}, nil, 0
  for index in gmatch(tried, "%d+") do
    last, count = tonumber(index), count + 1
    seen[last] = true
  end
  local size = #service.list
  local index = service.balancer.next(service.picker, (last - 1) % size + 1, key)
  for _ = 1, size do
    if count >= size or not seen[index] then
      break
    end
    index = service.balancer.next(service.picker, index, key)
  end
  return index
end

--- Sets the peer of the current try.
-- @param position of the service in the data file, from 1
function _M.balance(position)
  local service = nodes.refresh(services[position])
  local read_key = service.read_key
  local key = read_key and read_key()
  local index
  -- nginx may ask again though there is but one attempt: a kept connection that was closed is none.
  local tried = get_last_failure() and var.gw_tried or ""
  if tried == "" then
    index = service.balancer.find(service.picker, key)
    if service.attempts > 1 then
      set_more_tries(service.attempts - 1)
      var.gw_tried = index
    end
  else
    index = another(service, tried, key)
    var.gw_tried = tried .. " " .. index
  end
  local node = service.list[index]
  if service.tls_name then
    var.gw_sni = node.host
  end
  local ok, err = set_current_peer(node.ip, node.port)
  if not ok then
    error("service " .. service.id .. ": " .. err)
  end
  local record = node.record
  if record then
    try.begin(record)
  end
end

return _M
