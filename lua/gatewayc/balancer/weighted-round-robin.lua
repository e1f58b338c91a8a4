--- Smooth weighted round robin: nginx's algorithm (ngx_http_upstream_round_robin.c), unrolled once into the
-- sequence it repeats. One counter over all workers walks the sequence, so the shares are exact over them
-- (M147, M168, D22). Limit: a sequence of at most 4096 turns; finer weights are rounded to it, never below
-- one turn.

local floor, max = math.floor, math.max

local _M = {}

local LONGEST = 4096

local function gcd(a, b)
  while b ~= 0 do
    a, b = b, a % b
  end
  return a
end

local function turns(nodes)
  local divisor, total = 0, 0
  for i = 1, #nodes do
    divisor = gcd(nodes[i].weight, divisor)
    total = total + nodes[i].weight
  end
  local scale = total / divisor > LONGEST and LONGEST / total or 1 / divisor
  local out = {}
  for i = 1, #nodes do
    out[i] = max(1, floor(nodes[i].weight * scale + 0.5))
  end
  return out
end

local function unroll(weights)
  local current, total = {}, 0
  for i = 1, #weights do
    current[i], total = 0, total + weights[i]
  end
  local sequence = {}
  for turn = 1, total do
    local best = 1
    for i = 1, #weights do
      current[i] = current[i] + weights[i]
      if current[i] > current[best] then
        best = i
      end
    end
    current[best] = current[best] - total
    sequence[turn] = best
  end
  return sequence
end

--- @param nodes list of `{id, weight}`, weights positive integers
-- @param shared `{next = function() → integer}`: counts up over all workers
-- @return state
function _M.new(nodes, shared)
  return { size = #nodes, sequence = unroll(turns(nodes)), next = shared.next }
end

--- @return index of the node whose turn it is
function _M.find(state)
  local sequence = state.sequence
  return sequence[state.next() % #sequence + 1]
end

--- @param index a node that failed
-- @return index of the node to try after it
function _M.next(state, index)
  return index % state.size + 1
end

return _M
