--- Draws by weight: one of a list, and another one. Each worker's generator is seeded once when it starts
-- (D21).

local random = math.random

local _M = {}

-- The first whose sum is above the point.
local function locate(self, point)
  local sums = self.sums
  local low, high = 1, self.size
  while low < high do
    local middle = (low + high - (low + high) % 2) / 2
    if sums[middle] > point then
      high = middle
    else
      low = middle + 1
    end
  end
  return low
end

--- @param nodes list of `{weight}`, weights positive
-- @return what the draws are made from
function _M.new(nodes)
  local sums, total = {}, 0
  for i = 1, #nodes do
    total = total + nodes[i].weight
    sums[i] = total
  end
  return { size = #nodes, sums = sums, total = total }
end

--- @param nodes list of `{weight, record}`, weights positive; records hold what is measured of a node
-- @return what balancers go by that draw nodes and compare them: `{size, weights, records, draw}`
function _M.measured(nodes)
  local weights, records = {}, {}
  for i = 1, #nodes do
    weights[i], records[i] = nodes[i].weight, nodes[i].record
  end
  return { size = #nodes, weights = weights, records = records, draw = _M.new(nodes) }
end

--- @return index, drawn by weight
function _M.one(self)
  return locate(self, random() * self.total)
end

--- @param first an index; there is more than one node
-- @return index that is not `first`, drawn by weight
function _M.other(self, first)
  local sums = self.sums
  local below = first > 1 and sums[first - 1] or 0
  local weight = sums[first] - below
  local point = random() * (self.total - weight)
  return locate(self, point < below and point or point + weight)
end

return _M
