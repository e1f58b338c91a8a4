--- Resolves names without blocking, over cosockets: nginx's `resolver` directive is not needed, and a name
-- that does not resolve keeps nothing from starting (T8). A (and where there is none, AAAA) with aliases
-- followed; several servers, attempts and search domains as resolv.conf(5) asks; TCP when an answer is too
-- long for UDP.
--
-- What an attacker off the path must guess: the id, random per question, and the port, new per question.
-- The socket is connected, so the kernel drops what comes from anywhere else; what does not fit the
-- question is passed over, and the wait goes on. Per worker, a server that did not answer is asked last for
-- a while, so that a dead one costs its timeout once and not per name.

local ffi = require("ffi")
local config = require("gatewayc.core.dns-config")
local ip = require("gatewayc.core.ip")
local message = require("gatewayc.core.dns-message")
local udp, tcp = ngx.socket.udp, ngx.socket.tcp
local now, exiting = ngx.now, ngx.worker.exiting
local find, sub, gsub, lower, match = string.find, string.sub, string.gsub, string.lower, string.match
local min, max = math.min, math.max
local ipairs, select = ipairs, select

ffi.cdef([[int RAND_bytes(unsigned char *buf, int num);]])

local _M = {}

-- Seconds. A worker that shuts down notices after one slice.
local SLICE, REST = 0.5, 30
local LITERAL_TTL, HOSTS_TTL = 86400, 60
local MOST_ALIASES, LARGEST = 8, 4096
local CODES = { [1] = "FORMERR", [2] = "SERVFAIL", [3] = "NXDOMAIN", [4] = "NOTIMP", [5] = "REFUSED" }

local NO_ADDRESS = "no addresses"
local NOT_THERE = { [NO_ADDRESS] = true, [CODES[3]] = true, [message.NO_NAME] = true }

local conf
local random = ffi.new("unsigned char[2]")

--- Reads the machine's configuration; in init_by_lua, where everything may be read.
-- @param resolv_conf path; /etc/resolv.conf when nil
-- @param hosts path; /etc/hosts when nil
function _M.configure(resolv_conf, hosts)
  conf = config.read(resolv_conf or "/etc/resolv.conf", hosts or "/etc/hosts")
end

local function random_id()
  assert(ffi.C.RAND_bytes(random, 2) == 1, "no random bytes")
  return random[0] * 256 + random[1]
end

local function over_udp(server, query)
  local socket = udp()
  local ok, err = socket:setpeername(server.host, server.port)
  if ok then
    ok, err = socket:send(query.bytes)
  end
  if not ok then
    return nil, err
  end
  local deadline = now() + conf.timeout
  local answer, text, unfit
  repeat
    socket:settimeout(max(1, min(SLICE, deadline - now()) * 1000))
    text, err = socket:receive(LARGEST)
    if text then
      answer, unfit = message.answer(text, query)
    end
  until answer or (err and err ~= "timeout") or now() >= deadline or exiting()
  socket:close()
  return answer, unfit and "only unfit answers: " .. unfit or err
end

local function over_tcp(server, query)
  local socket = tcp()
  socket:settimeout(conf.timeout * 1000)
  local ok, err = socket:connect(server.host, server.port)
  if not ok then
    return nil, err
  end
  local text
  ok, err = socket:send(message.frame(query.bytes))
  if ok then
    text, err = socket:receive(2)
  end
  if text then
    text, err = socket:receive(message.length(text))
  end
  socket:close()
  if not text then
    return nil, err
  end
  return message.answer(text, query)
end

-- Only a server that says nothing rests: one that fails for this name may be the one that knows the next.
local function ask(server, query)
  local answer, err = over_udp(server, query)
  if answer and answer.truncated then
    answer, err = over_tcp(server, query)
  end
  server.rests_until = answer and 0 or now() + REST
  if not answer then
    return nil, err
  end
  if answer.code == message.NO_ERROR or answer.code == message.NAME_ERROR then
    return answer
  end
  return nil, CODES[answer.code] or "response code " .. answer.code
end

-- Those that answered lately first, else in the order of the file.
local function servers()
  local ready, resting = {}, {}
  for _, server in ipairs(conf.servers) do
    local list = server.rests_until > now() and resting or ready
    list[#list + 1] = server
  end
  for _, server in ipairs(resting) do
    ready[#ready + 1] = server
  end
  return ready
end

local function ask_servers(name, kind)
  local answer, err
  for _ = 1, conf.attempts do
    for _, server in ipairs(servers()) do
      local query, problem = message.question(random_id(), name, kind)
      if not query or exiting() then
        return nil, problem or "the worker shuts down"
      end
      answer, err = ask(server, query)
      if answer then
        return answer
      end
    end
  end
  return nil, err
end

-- Gives an empty list when the name exists without addresses of this kind. Servers that recurse follow
-- aliases by themselves.
local function addresses(name, kind)
  local ttl
  for _ = 0, MOST_ALIASES do
    local answer, err = ask_servers(name, kind)
    if not answer then
      return nil, err
    end
    if answer.code == message.NAME_ERROR then
      return nil, CODES[message.NAME_ERROR]
    end
    ttl = min(ttl or answer.ttl, answer.ttl)
    if #answer.addresses > 0 or not answer.alias then
      return answer.addresses, ttl
    end
    name = answer.alias
  end
  return nil, "more than " .. MOST_ALIASES .. " aliases"
end

local function candidates(host)
  local name = lower(host)
  if sub(name, -1) == "." then
    return { sub(name, 1, -2) }
  end
  local out = {}
  local absolute_first = select(2, gsub(name, "%.", "")) >= conf.ndots
  if absolute_first then
    out[1] = name
  end
  for _, domain in ipairs(conf.search) do
    out[#out + 1] = name .. "." .. domain
  end
  if not absolute_first then
    out[#out + 1] = name
  end
  return out
end

local function bracketed(list)
  for i, text in ipairs(list) do
    list[i] = find(text, ":", 1, true) and "[" .. text .. "]" or text
  end
  return list
end

--- Resolves a host. Yields, unless it is an address or stands in the hosts file.
-- @param host name, or address with or without brackets; a trailing dot means no search
-- @return list of addresses, IPv6 in brackets, never empty; and seconds they may be kept; or nil and why
-- there are none
function _M.resolve(host)
  local literal = ip.parse(match(host, "^%[(.*)%]$") or host)
  if literal then
    return bracketed({ ip.format(literal) }), LITERAL_TTL
  end
  local listed = conf.hosts[gsub(lower(host), "%.$", "")]
  if listed then
    return { unpack(listed) }, HOSTS_TTL
  end
  local err
  for _, name in ipairs(candidates(host)) do
    local list, ttl = addresses(name, message.A)
    if list and #list == 0 then
      list, ttl = addresses(name, message.AAAA)
    end
    if list and #list > 0 then
      return bracketed(list), ttl
    end
    err = list and NO_ADDRESS or ttl
    -- A server in trouble says nothing about the name: going on could find a namesake in another domain.
    if not NOT_THERE[err] then
      break
    end
  end
  return nil, err
end

return _M
