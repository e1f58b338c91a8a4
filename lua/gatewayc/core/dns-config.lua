--- What the machine says about names: /etc/resolv.conf and /etc/hosts, read once, before nginx gives up its
-- privileges.
--
-- Of resolv.conf (resolv.conf(5)): `nameserver`, `search`, `domain`, and of `options` `ndots`, `timeout`
-- and `attempts`. A server may carry a port, as dnsmasq writes it: `127.0.0.1#5353`. Limit: link-local
-- servers with a zone (`fe80::1%eth0`) are refused with a warning.

local ip = require("gatewayc.core.ip")
local gsub, match, gmatch, lower = string.gsub, string.match, string.gmatch, string.lower
local min, max = math.min, math.max
local open, pairs, tonumber = io.open, pairs, tonumber

local _M = {}

-- Seconds; glibc's default of 5 is long for a gateway that is waited for.
local TIMEOUT, ATTEMPTS, NDOTS = 2, 2, 1
local LONGEST_TIMEOUT, MOST_ATTEMPTS, MOST_NDOTS = 30, 5, 15
local PORT = 53

local function lines(path)
  local file = open(path)
  if not file then
    return function() end
  end
  local text = file:read("*a") or ""
  file:close()
  return gmatch(text, "[^\r\n]+")
end

local function literal(bytes)
  local text = ip.format(bytes)
  return #bytes == 16 and "[" .. text .. "]" or text
end

local function server(text)
  local host, port = match(text, "^(.-)#(%d+)$")
  local bytes = ip.parse(host or text)
  if not bytes then
    ngx.log(ngx.WARN, "name server ", text, " is not used: not an address")
    return nil
  end
  return { host = literal(bytes), port = tonumber(port) or PORT, rests_until = 0 }
end

local function options(conf, text)
  for name, value in gmatch(text, "(%a+):(%d+)") do
    value = tonumber(value)
    if name == "ndots" then
      conf.ndots = min(value, MOST_NDOTS)
    elseif name == "timeout" then
      conf.timeout = max(1, min(value, LONGEST_TIMEOUT))
    elseif name == "attempts" then
      conf.attempts = max(1, min(value, MOST_ATTEMPTS))
    end
  end
end

local function domains(text)
  local out = {}
  for domain in gmatch(lower(text), "%S+") do
    domain = gsub(domain, "^%.?(.-)%.?$", "%1")
    if domain ~= "" then
      out[#out + 1] = domain
    end
  end
  return out
end

local function read_resolv_conf(conf, path)
  for line in lines(path) do
    local key, value = match(gsub(line, "%s[#;].*", ""), "^%s*(%a+)%s+(.-)%s*$")
    if key == "nameserver" then
      conf.servers[#conf.servers + 1] = server(value)
    elseif key == "search" or key == "domain" then
      conf.search = domains(value)
    elseif key == "options" then
      options(conf, value)
    end
  end
  if #conf.servers == 0 then
    conf.servers[1] = server("127.0.0.1")
  end
end

-- A name with addresses of both families answers with the IPv4 ones, as it does over DNS.
local function read_hosts(conf, path)
  local families = {}
  for line in lines(path) do
    local address, names = match(gsub(line, "#.*", ""), "^%s*(%S+)%s+(.+)$")
    local bytes = address and ip.parse(address)
    if bytes then
      for name in gmatch(lower(names), "%S+") do
        local known = families[name] or { [4] = {}, [16] = {} }
        local list = known[#bytes]
        list[#list + 1] = literal(bytes)
        families[name] = known
      end
    end
  end
  for name, known in pairs(families) do
    conf.hosts[name] = #known[4] > 0 and known[4] or known[16]
  end
  -- RFC 6761, section 6.3: whatever a server would say.
  conf.hosts.localhost = conf.hosts.localhost or { "127.0.0.1" }
end

--- Reads both files. One that is missing is empty; without a server, the one of this machine is asked.
-- @param resolv_conf path of the resolver's configuration
-- @param hosts path of the table of names
-- @return `{servers, search, ndots, timeout, attempts, hosts}`, timeout in seconds
function _M.read(resolv_conf, hosts)
  local conf =
    { servers = {}, search = {}, ndots = NDOTS, timeout = TIMEOUT, attempts = ATTEMPTS, hosts = {} }
  read_resolv_conf(conf, resolv_conf)
  read_hosts(conf, hosts)
  return conf
end

return _M
