--- Finds the route of a request. Cost does not grow with the number of routes.
--
-- One scope a host: exact hosts and wildcard suffixes are hash keys. In a scope, exact paths are hash keys whose candidate lists were
-- completed at load; other paths walk a trie of segments, literal ones by hash. Regexes hang below their literal prefix. Candidates
-- carry their rank (the order of the data file), and the smallest rank whose conditions hold wins (D4, D23, D31).

local sub, find = string.sub, string.find
local re_find, re_match = ngx.re.find, ngx.re.match
local var, get_method = ngx.var, ngx.req.get_method
local ipairs, pairs, concat, sort, insert = ipairs, pairs, table.concat, table.sort, table.insert

local _M = {}

local function new_node()
  return { kids = {} }
end

local function push(node, key, candidate)
  local list = node[key]
  if not list then
    list = {}
    node[key] = list
  end
  list[#list + 1] = candidate
end

local function insert_segments(root, pattern, candidate)
  local node = root
  local tests
  for i, segment in ipairs(pattern.segments) do
    if segment.kind == "literal" then
      node.kids[segment.text] = node.kids[segment.text] or new_node()
      node = node.kids[segment.text]
    else
      node.any = node.any or new_node()
      node = node.any
      if segment.test then
        tests = tests or {}
        tests[#tests + 1] = { i, "^(?:" .. segment.test .. ")\\z" }
      end
    end
  end
  candidate.tests = tests
  push(node, pattern.rest and "rest" or "here", candidate)
end

local function insert_regex(root, pattern, candidate)
  local node = root
  for _, text in ipairs(pattern.prefix) do
    node.kids[text] = node.kids[text] or new_node()
    node = node.kids[text]
  end
  candidate.regex = pattern.source
  push(node, "regex", candidate)
end

local found = {}

local function add(list, n)
  for i = 1, #list do
    n = n + 1
    found[n] = list[i]
  end
  return n
end

-- `from` is the index of the "/" before the next segment, or past the end.
local function walk(node, path, from, n)
  if node.rest then
    n = add(node.rest, n)
  end
  if node.regex then
    n = add(node.regex, n)
  end
  if from > #path then
    if node.here then
      n = add(node.here, n)
    end
    return n
  end
  local slash = find(path, "/", from + 1, true)
  local segment = sub(path, from + 1, slash and slash - 1 or -1)
  local beyond = slash or #path + 1
  local kid = node.kids[segment]
  if kid then
    n = walk(kid, path, beyond, n)
  end
  if node.any and segment ~= "" then
    n = walk(node.any, path, beyond, n)
  end
  return n
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

local function complete_exact(scope)
  for path, list in pairs(scope.exact) do
    local n = walk(scope.root, path, 1, 0)
    for i = 1, n do
      list[#list + 1] = found[i]
    end
    sort(list, function(a, b)
      return a.rank < b.rank
    end)
    local first = list[1]
    if not (first.regex or first.tests or first.route.when) then
      scope.sure[path] = first
    end
  end
end

--- Builds the tables.
-- @param data the decoded data file: `matches` in rank order
-- @param routes route records, in the order of the data file
-- @return a router for `find`
function _M.new(data, routes)
  local self = { hosts = {}, wildcards = {}, any = nil, has_hosts = false, has_wildcards = false }
  local scopes = {}
  for rank, match in ipairs(data.matches) do
    local host = match.host
    local scope = scopes[host or ""]
    if not scope then
      scope = { exact = {}, sure = {}, root = new_node() }
      scopes[host or ""] = scope
      if not host then
        self.any = scope
      elseif sub(host, 1, 2) == "*." then
        self.wildcards[sub(host, 2)], self.has_hosts, self.has_wildcards = scope, true, true
      else
        self.hosts[host], self.has_hosts = scope, true
      end
    end
    local pattern = match.pattern
    local candidate = { rank = rank, route = routes[match.route + 1], pattern = pattern }
    if pattern.kind == "exact" then
      scope.exact[pattern.path] = scope.exact[pattern.path] or {}
      insert(scope.exact[pattern.path], candidate)
    elseif pattern.kind == "segments" then
      insert_segments(scope.root, pattern, candidate)
    else
      insert_regex(scope.root, pattern, candidate)
    end
  end
  for _, scope in pairs(scopes) do
    complete_exact(scope)
  end
  return self
end

local best, allowed

local function consider(list, n, path)
  for i = 1, n do
    local candidate = list[i]
    if not best or candidate.rank < best.rank then
      local route = candidate.route
      if
        (not (candidate.regex or candidate.tests) or shape_holds(candidate, path))
        and (not route.when or route.when(path))
      then
        local methods = route.methods
        if not methods or methods[get_method()] then
          best = candidate
        else
          allowed = allowed or {}
          for method in pairs(methods) do
            allowed[method] = true
          end
        end
      end
    end
  end
end

local function search(scope, path)
  if not scope then
    return
  end
  local list = scope.exact[path]
  if list then
    return consider(list, #list, path)
  end
  return consider(found, walk(scope.root, path, 1, 0), path)
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
-- @param path decoded canonical path
-- @return the winning candidate `{route, pattern, rank}`; or nil and, when only the method differs, the `Allow` header's value
function _M.find(self, path)
  -- Without hosts, an exact path whose first candidate needs no look beyond the method: no loop, so the caller's trace holds it all.
  if not self.has_hosts then
    local sure = self.any and self.any.sure[path]
    if sure then
      local methods = sure.route.methods
      if not methods or methods[get_method()] then
        return sure
      end
    end
  end
  best, allowed = nil, nil
  if self.has_hosts then
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
  search(self.any, path)
  if best then
    return best
  end
  return nil, allowed and allow_header(allowed)
end

-- A path the pattern matches; nil where that takes solving a regex.
local function witness(pattern)
  if pattern.kind == "exact" then
    return pattern.path
  elseif pattern.kind == "regex" then
    return nil
  end
  local segments = {}
  for i, segment in ipairs(pattern.segments) do
    if segment.test then
      return nil
    end
    segments[i] = segment.text or "x"
  end
  return "/" .. concat(segments, "/")
end

--- Says whether the tables lead a path of the pattern to the candidate: the self-test of a release.
-- @param self from `new`
-- @param host of the match, nil for any
-- @param pattern of the match
-- @param route its record
-- @return false when the route cannot be found; true also when no witness is known
function _M.reaches(self, host, pattern, route)
  local scope = self.any
  if host then
    scope = self.hosts[host] or self.wildcards[sub(host, 2)]
  end
  local path = witness(pattern)
  if not path then
    return true
  end
  local list = scope.exact[path]
  local n = list and #list
  if not list then
    list, n = found, walk(scope.root, path, 1, 0)
  end
  for i = 1, n do
    if list[i].route == route then
      return true
    end
  end
  return false
end

--- Reads what the winning pattern captured.
-- @param candidate from `find`
-- @param path the same path
-- @return table from name to decoded text; numbered groups of a regex under their numbers as text
function _M.captures(candidate, path)
  local pattern = candidate.pattern
  local out = {}
  if pattern.kind == "regex" then
    local match = re_match(path, pattern.source, "jo")
    for key, value in pairs(match or out) do
      if key ~= 0 and value then
        out[tostring(key)] = value
      end
    end
  elseif pattern.kind == "segments" then
    local segments = _M.split(path)
    for i, segment in ipairs(pattern.segments) do
      if segment.name then
        out[segment.name] = segments[i]
      end
    end
    if pattern.rest then
      out.rest = concat(segments, "/", #pattern.segments + 1)
    end
  end
  return out
end

return _M
