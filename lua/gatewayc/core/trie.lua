--- A trie of path segments: literal ones by hash, one branch for any segment, regexes below their literal
-- prefix. A candidate is `{rank, route, sure, tests?, regex?, match?}`; smaller ranks win.

local ffi = require("ffi")
local sub, find = string.sub, string.find
local ipairs, type = ipairs, type
local C, ffi_string, cast, huge = ffi.C, ffi.string, ffi.cast, math.huge

ffi.cdef([[void *memchr(const void *text, int byte, size_t length);]])

local _M = {}

local SLASH = 47
local bytes_of = ffi.typeof("const char *")

-- A node is a list, to stay small: ten thousand routes make twenty thousand of them.
-- KIDS table by literal segment; ANY node of any segment; REST and HERE first candidate of that kind, by
-- rank; REGEX_RANK and ANY_RANK smallest rank of a regex here, and in ANY; LISTS all candidates, by kind.
local KIDS, ANY, REST, HERE, REGEX_RANK, ANY_RANK, LISTS = 1, 2, 3, 4, 5, 6, 7

-- The candidate no request has.
local NOBODY = { rank = huge }

--- @return an empty trie: its root node
function _M.new()
  return { false, false, NOBODY, NOBODY, huge, huge, false }
end

local function child(node, text)
  local kids = node[KIDS] or {}
  node[KIDS] = kids
  kids[text] = kids[text] or _M.new()
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
      node[ANY] = node[ANY] or _M.new()
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

--- Adds a match.
-- @param root from `new`
-- @param match of the data file: `{exact}`, `{segments, rest?}` or `{regex, prefix}`
-- @param candidate `{rank, route}`; matches come in rank order
function _M.insert(root, match, candidate)
  if match.exact then
    insert_segments(root, { segments = _M.split(match.exact) }, candidate)
  elseif match.segments then
    insert_segments(root, match, candidate)
  else
    insert_regex(root, match, candidate)
  end
  candidate.sure = not (candidate.regex or candidate.tests or candidate.route.when)
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

--- Finds the best candidate on the straight way down.
-- @param root from `new`
-- @param bytes pointer to the path
-- @param length of the path
-- @return the candidate, and the best rank of what was passed by: only a candidate below it is the winner
function _M.best(root, bytes, length)
  return descend(root, bytes, 0, length, NOBODY, huge)
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

--- Gathers every candidate whose segments fit a path; regexes and tests are still to be tried.
-- @param root from `new`
-- @param path text
-- @return list and the number of its entries; the next call reuses the list
function _M.candidates(root, path)
  return found, walk(root, path, 1, 0)
end

return _M
