--- Finds the route of a request. Cost does not grow with the number of routes.
--
-- One scope a host: exact hosts and wildcard suffixes are hash keys. A scope is a trie of segments, literal
-- ones by hash; regexes hang below their literal prefix. Candidates carry their rank (the order of the data
-- file); and the smallest rank whose conditions hold wins (D4, D23, D31).
--
-- Most requests are decided by one descent, without loops, so that the JIT compiles it into the caller's
-- trace: it knows the best candidate on its way and the best rank of what it passed by. Where that leaves a
-- doubt, a second walk looks at every candidate.

local ffi = require("ffi")
local sub, find = string.sub, string.find
local re_find = ngx.re.find
local var, get_method = ngx.var, ngx.req.get_method
local ipairs, pairs, type, concat, sort = ipairs, pairs, type, table.concat, table.sort
local C, ffi_string, cast, huge = ffi.C, ffi.string, ffi.cast, math.huge

ffi.cdef([[void *memchr(const void *text, int byte, size_t length);]])

local _M = {}

local SLASH = 47
local bytes_of = ffi.typeof("const char *")

-- A node is a list, to stay small: ten thousand routes make twenty thousand of them.
-- KIDS table by literal segment; ANY node of any segment; REST and HERE first candidate of that kind, by
-- rank; REGEX_RANK and ANY_RANK smallest rank of a regex here, and in ANY; LISTS all candidates, by kind.
local KIDS, ANY, REST, HERE, REGEX_RANK, ANY_RANK, LISTS = 1, 2, 3, 4, 5, 6, 7

local NOBODY = { rank = huge }

local function new_node()
  return { false, false, NOBODY, NOBODY, huge, huge, false }
end

local function child(node, text)
  local kids = node[KIDS] or {}
  node[KIDS] = kids
  kids[text] = kids[text] or new_node()
  return kids[text]
end

-- Matches come in rank order, so the first of a list is its best.
local function push(node, kind, candidate)
  local lists = node[LISTS] or {}
  node[LISTS] = lists
  lists[kind] = lists[kind] or {}
  lists[kind][#lists[kind] + 1] = candidate
end

local function insert_segments(root, match, candidate)
  local node, captures = root, match.rest
  for i, segment in ipairs(match.segments) do
    if type(segment) == "string" then
      node = child(node, segment)
    else
      node[ANY] = node[ANY] or new_node()
      if candidate.rank < node[ANY_RANK] then
        node[ANY_RANK] = candidate.rank
      end
      node = node[ANY]
      captures = captures or segment.name
      if segment.test then
        candidate.tests = candidate.tests or {}
        candidate.tests[#candidate.tests + 1] = { i, "^(?:" .. segment.test .. ")\\z" }
      end
    end
  end
  candidate.match = captures and match or nil
  local kind = match.rest and REST or HERE
  if node[kind] == NOBODY then
    node[kind] = candidate
  end
  push(node, kind, candidate)
end

local function insert_regex(root, match, candidate)
  local node = root
  for _, text in ipairs(match.prefix) do
    node = child(node, text)
  end
  if candidate.rank < node[REGEX_RANK] then
    node[REGEX_RANK] = candidate.rank
  end
  candidate.regex, candidate.match = match.regex, match
  push(node, REGEX_RANK, candidate)
end

--- Splits a decoded path at "/".
-- @param path starts with "/"
-- @return list of segments; a trailing "/" gives a last empty one
function _M.split(path)
  local segments, n, from = {}, 0, 1
  while from do
    local slash = find(path, "/", from + 1, true)
    n = n + 1
    segments[n] = sub(path, from + 1, slash and slash - 1 or -1)
    from = slash
  end
  return segments
end

local function scope_of(self, host)
  if not host then
    return self, "any"
  elseif sub(host, 1, 2) == "*." then
    return self.wildcards, sub(host, 2)
  end
  return self.hosts, host
end

--- Builds the tables.
-- @param matches of the data file, in rank order
-- @param routes route records, in the order of the data file
-- @param reserved list of paths that are nobody's: `find` gives them the record `RESERVED`
-- @return a router for `find`
function _M.new(matches, routes, reserved)
  local self = { hosts = {}, wildcards = {}, any = new_node(), has_hosts = false, has_wildcards = false }
  for i, path in ipairs(reserved) do
    insert_segments(
      self.any,
      { segments = _M.split(path) },
      { rank = i - #reserved - 1, route = _M.RESERVED }
    )
  end
  for rank, match in ipairs(matches) do
    local place, key = scope_of(self, match.host)
    place[key] = place[key] or new_node()
    local candidate = { rank = rank, route = routes[match.route + 1] }
    if match.exact then
      insert_segments(place[key], { segments = _M.split(match.exact) }, candidate)
    elseif match.segments then
      insert_segments(place[key], match, candidate)
    else
      insert_regex(place[key], match, candidate)
    end
    candidate.sure = not (candidate.regex or candidate.tests or candidate.route.when)
  end
  self.has_wildcards = next(self.wildcards) ~= nil
  self.has_hosts = self.has_wildcards or next(self.hosts) ~= nil
  return self
end

--- The record of reserved paths.
_M.RESERVED = { id = "", reserved = true }

-- `at` is the offset of the "/" before the next segment, or the length. Tail calls, because a loop would end
-- the caller's trace.
local function descend(node, bytes, at, length, best, passed)
  local rest = node[REST]
  if rest.rank < best.rank then
    best = rest
  end
  if node[REGEX_RANK] < passed then
    passed = node[REGEX_RANK]
  end
  if at >= length then
    local here = node[HERE]
    if here.rank < best.rank then
      best = here
    end
    return best, passed
  end
  local from = at + 1
  local slash = C.memchr(bytes + from, SLASH, length - from)
  local to = slash == nil and length or cast(bytes_of, slash) - bytes
  local kids = node[KIDS]
  if kids then
    local kid = kids[ffi_string(bytes + from, to - from)]
    if kid then
      if node[ANY_RANK] < passed then
        passed = node[ANY_RANK]
      end
      return descend(kid, bytes, to, length, best, passed)
    end
  end
  local any = node[ANY]
  if any and to > from then
    return descend(any, bytes, to, length, best, passed)
  end
  return best, passed
end

local found = {}

local function add(lists, kind, n)
  local list = lists and lists[kind]
  for i = 1, list and #list or 0 do
    n = n + 1
    found[n] = list[i]
  end
  return n
end

-- Gathers every candidate of a path into `found`; `from` counts from 1.
local function walk(node, path, from, n)
  local lists = node[LISTS]
  n = add(lists, REST, n)
  n = add(lists, REGEX_RANK, n)
  if from > #path then
    return add(lists, HERE, n)
  end
  local slash = find(path, "/", from + 1, true)
  local segment = sub(path, from + 1, slash and slash - 1 or -1)
  local beyond = slash or #path + 1
  local kid = node[KIDS] and node[KIDS][segment]
  if kid then
    n = walk(kid, path, beyond, n)
  end
  if node[ANY] and segment ~= "" then
    n = walk(node[ANY], path, beyond, n)
  end
  return n
end

local function shape_holds(candidate, path)
  if candidate.regex then
    local from, _, err = re_find(path, candidate.regex, "jo")
    if err then
      ngx.log(ngx.ERR, "route ", candidate.route.id, ": ", err)
    end
    return from ~= nil
  end
  local segments = _M.split(path)
  for _, test in ipairs(candidate.tests) do
    if not re_find(segments[test[1]], test[2], "jo") then
      return false
    end
  end
  return true
end

local best, allowed

local function consider(candidate, path)
  local route = candidate.route
  if (candidate.regex or candidate.tests) and not shape_holds(candidate, path) then
    return
  end
  if route.when and not route.when(path) then
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
    for i = 1, walk(root, path, 1, 0) do
      if not best or found[i].rank < best.rank then
        consider(found[i], path)
      end
    end
  end
end

local function search_hosts(self, path)
  local host = var.host
  search(self.hosts[host], path)
  if self.has_wildcards then
    local dot = find(host, ".", 1, true)
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
    local candidate, passed = descend(self.any, bytes, 0, length, NOBODY, huge)
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
  for i = 1, path and walk(place[key], path, 1, 0) or 0 do
    if found[i].route == route then
      return true
    end
  end
  return not path
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
    for key, value in pairs(ngx.re.match(path, match.regex, "jo") or out) do
      if key ~= 0 and value then
        out[tostring(key)] = value
      end
    end
    return out
  end
  local segments = _M.split(path)
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
