import { evalLua } from '../../integration/lua/nginx.ts';

/** How many picks shares are counted over. */
export const PICKS = 6000;

const SEED = 20_240_229;

const PRELUDE = `
  local input = ...
  math.randomseed(input.seed)
  local balancer = require("gatewayc.balancer." .. input.name)
  local options = input.options
  local function node_of(number, weight)
    local node = { id = "n" .. number, ip = "10.0.0." .. number % 250, port = number, weight = weight }
    if balancer.track then
      node.record = balancer.track("s " .. number)
    end
    return node
  end
  local function nodes_of(weights)
    local nodes = {}
    for i, weight in ipairs(weights) do nodes[i] = node_of(i, weight) end
    return nodes
  end
  local function turn()
    local n = -1
    return { next = function() n = n + 1; return n end }
  end
  local function new(weights)
    return balancer.new(nodes_of(weights), turn(), options)
  end
  local function picks(state, count)
    local out = {}
    for i = 1, count do out[i] = balancer.find(state) end
    return out
  end
`;

/** The options a balancer gets when its user writes none. */
const DEFAULTS: Readonly<Record<string, object>> = {
  'consistent-hash': { hash_on: 'ip', ring: 'ketama', replicas: 160 },
};

/**
 * Runs Lua around a balancer: `input`, `balancer`, `new(weights)` for a state, `nodes_of(weights)`, `picks(state, count)`.
 * @param name of the balancer
 * @param script Lua that ends in `return VALUE`
 * @param input is added to the name, the options and a seed
 */
export const run = <T>(
  name: string,
  script: string,
  input: Readonly<Record<string, unknown>> = {},
): Promise<T> =>
  evalLua<T>(`${PRELUDE}${script}`, {
    input: { name, seed: SEED, options: DEFAULTS[name] ?? {}, ...input },
    http: 'lua_shared_dict gw_flight 1m;',
  });
