// What every filter of lua/gatewayc/filter keeps: one suite, run by each of them.
import { describe, expect, it } from 'vitest';
import { FEATURES } from '../../src/features/registry.ts';
import { evalLua } from '../integration/lua/nginx.ts';

/** Headers and query of a request and its answer. A list is a header that was sent several times. */
export interface Exchange {
  readonly request?: Readonly<Record<string, string | readonly string[]>>;
  readonly response?: Readonly<Record<string, string | readonly string[]>>;
  readonly query?: string;
}

/** What a filter does to an exchange. */
export interface FilterPromises {
  /** As the data file has it. */
  readonly config: unknown;
  readonly before?: Exchange;
  readonly after: Exchange;
}

/** Header tables without case, the way nginx has them, and the functions that change them. */
const STUB = `
  local input = ...
  local lower = string.lower
  local function headers()
    local values = {}
    return values, setmetatable({}, {
      __index = function(_, name) return values[lower(name)] end,
      __newindex = function(_, name, value) values[lower(name)] = value end,
    })
  end
  local request, in_headers = headers()
  local response, out_headers = headers()
  ngx.var = { args = input.before.query }
  ngx.header = out_headers
  ngx.req.set_header = function(name, value) in_headers[name] = value end
  ngx.req.clear_header = function(name) in_headers[name] = nil end
  ngx.req.get_headers = function() return in_headers end
  for name, value in pairs(input.before.request or {}) do in_headers[name] = value end
  for name, value in pairs(input.before.response or {}) do out_headers[name] = value end
  local filter = require("gatewayc.filter." .. input.name)
  local encode = require("cjson").encode
`;

const lowered = (headers: Exchange['request'] = {}): object =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/** Declares the contract suite for one filter. Call it at the top level of a test file. */
export function filterContract(name: string, { config, before = {}, after }: FilterPromises): void {
  const run = <T>(script: string): Promise<T> =>
    evalLua<T>(STUB + script, { input: { name, config, before } });

  describe(`${name} keeps the filters' contract`, () => {
    it('has a function for each stage of its descriptor, and nothing else', async () => {
      const script = `local names = {}
        for key, value in pairs(filter.new(input.config)) do names[#names + 1] = key .. " " .. type(value) end
        return names`;
      const feature = FEATURES.filter.find((one) => one.name === name);
      const wanted = feature?.stages.map((stage) =>
        stage === 'route' ? 'request function' : 'response function',
      );
      expect((await run<string[]>(script)).sort()).toEqual([...(wanted ?? [])].sort());
    });
    it('does what its configuration says', async () => {
      const script = `local built, req = filter.new(input.config), {}
        if built.request then built.request(req) end
        if built.response then built.response(req) end
        return { request = request, response = response, query = req.args or ngx.var.args or "" }`;
      expect(await run(script)).toEqual({
        request: lowered(after.request),
        response: lowered(after.response),
        query: after.query ?? before.query ?? '',
      });
    });
    it('leaves its configuration as it is, and keeps nothing between two instances', async () => {
      const script = `local text = encode(input.config)
        local one, other = filter.new(input.config), filter.new(input.config)
        for _ = 1, 2 do
          if one.request then one.request({}) end
          if one.response then one.response({}) end
        end
        return { config = encode(input.config) == text, same = one == other }`;
      expect(await run(script)).toEqual({ config: true, same: false });
    });
  });
}
