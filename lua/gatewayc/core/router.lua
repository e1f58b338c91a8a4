--- Finds the route of a request. Cost does not grow with the number of routes.
--
-- One scope a host: exact hosts and wildcard suffixes are hash keys, and each has a trie of its paths.
-- Candidates carry their rank (the order of the data file), and the smallest rank whose conditions hold wins
-- (D4, D23, D31).
--
-- Most requests are decided by one descent, without loops, so that the JIT compiles it into the caller's
-- trace: it knows the best candidate on its way and the best rank of what it passed by. Where that leaves a
-- doubt, every candidate is looked at.

local ffi = require("ffi")
local trie = require("gatewayc.core.trie")
local sub, find = string.sub, string.find
local re_find, re_match = ngx.re.find, ngx.re.match
local var, get_method = ngx.var, ngx.req.get_method
local ipairs, pairs, type, next, tostring, concat, sort =
  ipairs, pairs, type, next, tostring, table.concat, table.sort
local ffi_string, split, candidates, descend = ffi.string, trie.split, trie.candidates, trie.best

local _M = {}

local function scope_of(self, host)
  if not host then
    return self, "any"
  elseif sub(host, 1, 2) == "*." then
    return self.wildcards, sub(host, 2)
  end
  return self.hosts, host
end

--- The records of reserved paths, and of requests whose route cannot be decided.
_M.RESERVED = { id = "", reserved = true }
_M.UNDECIDED = { id = "", undecided = true }

--- Builds the tables.
-- @param matches of the data file, in rank order
-- @param routes route records, in the order of the data file
-- @param reserved list of paths that are nobody's: `find` gives them the record `RESERVED`
-- @return a router for `find`
function _M.new(matches, routes, reserved)
  local self = { hosts = {}, wildcards = {}, any = trie.new(), has_hosts = false, has_wildcards = false }
  for i, path in ipairs(reserved) do
    trie.insert(self.any, { exact = path }, { rank = i - #reserved - 1, route = _M.RESERVED })
  end
  for rank, match in ipairs(matches) do
    local place, key = scope_of(self, match.host)
    place[key] = place[key] or trie.new()
    trie.insert(place[key], match, { rank = rank, route = routes[match.route + 1] })
  end
  self.has_wildcards = next(self.wildcards) ~= nil
  self.has_hosts = self.has_wildcards or next(self.hosts) ~= nil
  return self
end

-- nil when the regex engine gives up.
local function matches(subject, regex, route)
  local from, _, err = re_find(subject, regex, "jo")
  if err then
    ngx.log(ngx.ERR, "route ", route.id, ": ", err)
    return nil
  end
  return from ~= nil
end

local function shape_holds(candidate, path)
  local route = candidate.route
  if candidate.regex then
    return matches(path, candidate.regex, route)
  end
  local segments = split(path)
  for _, test in ipairs(candidate.tests) do
    local holds = matches(segments[test[1]], test[2], route)
    if not holds then
      return holds
    end
  end
  return true
end

local best, allowed

local function consider(candidate, path)
  local route = candidate.route
  local holds = true
  if candidate.regex or candidate.tests then
    holds = shape_holds(candidate, path)
  end
  if holds and route.when then
    holds = route.when(path)
  end
  if holds == nil then
    -- Whether this route is meant cannot be known, and the next one may be less protected (S7).
    best = { rank = candidate.rank, route = _M.UNDECIDED }
  end
  if not holds then
    return
  end
  local methods = route.methods
  if not methods or methods[get_method()] then
    best = candidate
    return
  end
  allowed = allowed or {}
  for method in pairs(methods) do
    allowed[method] = true
  end
end

local function search(root, path)
  if root then
    local list, n = candidates(root, path)
    for i = 1, n do
      if not best or list[i].rank < best.rank then
        consider(list[i], path)
      end
    end
  end
end

local function search_hosts(self, path)
  local host = var.host
  search(self.hosts[host], path)
  if self.has_wildcards then
    local dot = find(host, ".", 2, true)
    while dot do
      search(self.wildcards[sub(host, dot)], path)
      dot = find(host, ".", dot + 1, true)
    end
  end
end

local function allow_header(methods)
  local names = {}
  for method in pairs(methods) do
    names[#names + 1] = method
  end
  sort(names)
  return concat(names, ", ")
end

--- Finds the route for the current request.
-- @param self from `new`
-- @param bytes pointer to the decoded canonical path
-- @param length of the path
-- @return the route's record, and the candidate for `captures`; or nil, nil and, when only the method
-- differs, the `Allow` header's value
function _M.find(self, bytes, length)
  if not self.has_hosts then
    local candidate, passed = descend(self.any, bytes, length)
    if candidate.sure and candidate.rank < passed then
      local methods = candidate.route.methods
      if not methods or methods[get_method()] then
        return candidate.route, candidate
      end
    end
  end
  best, allowed = nil, nil
  local path = ffi_string(bytes, length)
  if self.has_hosts then
    search_hosts(self, path)
  end
  search(self.any, path)
  if best then
    return best.route, best
  end
  return nil, nil, allowed and allow_header(allowed)
end

-- A path the match covers; nil where that takes solving a regex.
local function witness(match)
  if match.exact or match.regex then
    return match.exact
  end
  local segments = {}
  for i, segment in ipairs(match.segments) do
    if type(segment) == "table" and segment.test then
      return nil
    end
    segments[i] = type(segment) == "string" and segment or "x"
  end
  return "/" .. concat(segments, "/")
end

--- Says whether the tables lead a path of the match to its route: the self-test of a release.
-- @param self from `new`
-- @param match of the data file
-- @param route its record
-- @return false when the route cannot be found; true also when no witness is known
function _M.reaches(self, match, route)
  local place, key = scope_of(self, match.host)
  local path = witness(match)
  if not path then
    return true
  end
  local list, n = candidates(place[key], path)
  for i = 1, n do
    if list[i].route == route then
      return true
    end
  end
  return false
end

--- Reads what the winning match captured.
-- @param candidate from `find`
-- @param path the same path
-- @return table from name to decoded text; numbered groups of a regex under their numbers as text
function _M.captures(candidate, path)
  local match, out = candidate.match, {}
  if not match then
    return out
  end
  if match.regex then
    for key, value in pairs(re_match(path, match.regex, "jo") or out) do
      if key ~= 0 and value then
        out[tostring(key)] = value
      end
    end
    return out
  end
  local segments = split(path)
  for i, segment in ipairs(match.segments) do
    if type(segment) == "table" and segment.name then
      out[segment.name] = segments[i]
    end
  end
  if match.rest then
    out.rest = concat(segments, "/", #match.segments + 1)
  end
  return out
end

return _M
