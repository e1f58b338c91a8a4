--- Hash rings: a key belongs to the node of the first point at or behind its hash. A node that leaves gives
-- its keys to the nodes behind its points and moves no other key.
--
-- `ketama`: the ring of libketama (last.fm, 2007): the points of a node are the four words of
-- md5(ID "-" NUMBER), NUMBER from 0; a key stands at the first word of its own md5. `crc32`: the ring of the
-- Go document (M169): the points are CRC32-IEEE of "ADDRESS:NUMBER", a key stands at its CRC32. Where two
-- nodes have one point, the later one of the list has it, as there.
--
-- The heaviest node has `replicas` points and others fewer, in proportion to their weight, at least one: not
-- by the average weight, as libketama has it, for that changes with every node that leaves, and all others
-- would gain or lose points. Bounds: with 160 points a node's share is off by 8 % in standard deviation with
-- ketama; CRC32 spreads similar texts worse. When the heaviest node leaves, other keys move too if no other
-- node is as heavy. Fewer than 2^20 nodes.

local draw = require("gatewayc.core.draw")
local md5, crc32 = ngx.md5_bin, ngx.crc32_long
local byte, sort = string.byte, table.sort
local floor, max = math.floor, math.max

local _M = {}

-- A point is HASH * OWNERS + index: exact in a double, and sorted by its hash.
local OWNERS = 2 ^ 20

local function word(text, at)
  local a, b, c, d = byte(text, at, at + 3)
  return a + b * 256 + c * 65536 + d * 16777216
end

local hashes = {}

function hashes.ketama(key)
  return word(md5(key), 1)
end

hashes.crc32 = crc32

local points = {}

function points.ketama(node, count, add)
  local digest
  for number = 0, count - 1 do
    if number % 4 == 0 then
      digest = md5(node.id .. "-" .. number / 4)
    end
    add(word(digest, number % 4 * 4 + 1))
  end
end

function points.crc32(node, count, add)
  local address = node.ip .. ":" .. node.port
  for number = 0, count - 1 do
    add(crc32(address .. ":" .. number))
  end
end

-- Of points with one hash the last is kept.
local function distinct(list)
  local n = 0
  for i = 1, #list do
    local after = list[i + 1]
    if not after or floor(after / OWNERS) ~= floor(list[i] / OWNERS) then
      n = n + 1
      list[n] = list[i]
    end
  end
  for i = n + 1, #list do
    list[i] = nil
  end
  return list
end

--- Builds a ring.
-- @param nodes list of `{id, ip, port, weight}`, weights positive
-- @param kind `ketama` or `crc32`
-- @param replicas points of the heaviest node
function _M.new(nodes, kind, replicas)
  local heaviest = 0
  for i = 1, #nodes do
    heaviest = max(heaviest, nodes[i].weight)
  end
  local list, n, owner = {}, 0, 0
  local function add(hash)
    n = n + 1
    list[n] = hash * OWNERS + owner
  end
  for i = 1, #nodes do
    owner = i
    points[kind](nodes[i], max(1, floor(replicas * nodes[i].weight / heaviest + 0.5)), add)
  end
  sort(list)
  return { size = #nodes, points = distinct(list), hash = hashes[kind], draw = draw.new(nodes) }
end

local function position(self, key)
  local list, hash = self.points, self.hash(key) * OWNERS
  local low, high = 1, #list + 1
  while low < high do
    local middle = (low + high - (low + high) % 2) / 2
    if list[middle] >= hash then
      high = middle
    else
      low = middle + 1
    end
  end
  return low > #list and 1 or low
end

--- @param key text; nil or empty for a request without one
-- @return index of the node the key belongs to; drawn by weight without a key
function _M.find(self, key)
  if not key or key == "" then
    return draw.one(self.draw)
  end
  return self.points[position(self, key)] % OWNERS
end

--- @param index a node that failed
-- @param key text; nil or empty for a request without one
-- @return index of the node the key belongs to when `index`, and all it meets before, are away; after the
-- last one the first
function _M.after(self, index, key)
  if not key or key == "" then
    return index % self.size + 1
  end
  local list = self.points
  local at, seen, passed = position(self, key) - 1, {}, false
  local first = list[at + 1] % OWNERS
  for i = 0, #list - 1 do
    local owner = list[(at + i) % #list + 1] % OWNERS
    if not seen[owner] then
      if passed then
        return owner
      end
      seen[owner], passed = true, owner == index
    end
  end
  return first
end

return _M
