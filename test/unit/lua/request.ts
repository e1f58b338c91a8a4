import { evalLua, type LuaSurroundings } from '../../integration/lua/nginx.ts';

/**
 * Stands in for the request API: modules take `ngx.var` when they are loaded, so this comes before the first require.
 * `request(facts)` sets what the next call sees: `method`, `args`, and every other key a variable.
 */
const STUB = `
  local input = ...
  local var, method, args = {}, "GET", {}
  ngx.var = var
  ngx.req.get_method = function() return method end
  ngx.req.get_uri_args = function() return args end
  ngx.req.get_headers = function()
    local headers = {}
    for name, value in pairs(var) do
      if name:sub(1, 5) == "http_" then headers[name:sub(6):gsub("_", "-")] = value end
    end
    return headers
  end
  local function request(facts)
    for name in pairs(var) do var[name] = nil end
    method, args = "GET", {}
    for name, value in pairs(facts) do
      if name == "method" then method = value
      elseif name == "args" then args = value
      else var[name] = value end
    end
  end
  local function bytes(hex) return (hex:gsub("%x%x", function(pair) return string.char(tonumber(pair, 16)) end)) end
  local function hex(text) return text and (text:gsub(".", function(c) return ("%02x"):format(c:byte()) end)) end
`;

/**
 * Runs a Lua script with a stubbed request around it.
 * @param script Lua that ends in `return VALUE`; it may use `input`, `request(facts)`, `bytes(hex)` and `hex(bytes)`
 * @returns the value, by way of JSON
 */
export function withRequest<T>(script: string, around: LuaSurroundings = {}): Promise<T> {
  return evalLua<T>(STUB + script, around);
}

/** Bytes for `bytes(…)`: JSON carries text only. */
export const toHex = (bytes: string | Buffer): string =>
  (typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes).toString('hex');

/** What `hex(…)` gave, one character a byte. */
export const fromHex = (hex: string): string => Buffer.from(hex, 'hex').toString('latin1');
