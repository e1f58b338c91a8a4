// The Lua matcher against the oracle: the same gateways, compiled to the data file, and the same requests.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataFile } from '../../../src/emit/data.ts';
import { lower } from '../../../src/lower/lower.ts';
import { gatewayArbitrary } from '../../oracle/arbitrary.ts';
import { requestArbitrary } from '../../oracle/arbitrary-request.ts';
import { gatewayDocument, type PlainRoute } from '../../oracle/document.ts';
import { decide, type OracleRequest, type Verdict } from '../../oracle/match.ts';
import { toHex, withRequest } from './request.ts';

const GATEWAYS = 400;
const REQUESTS = 20;
const SEED = 20_240_229;

const scenario = gatewayArbitrary.chain((gateway) =>
  fc.record({
    gateway: fc.constant(gateway),
    requests: fc.array(requestArbitrary(gateway), { minLength: REQUESTS, maxLength: REQUESTS }),
  }),
);

/** Every fact of a request under the name of the variable that holds it. */
function variables({ host, headers, ip, cookies, query, method, path }: OracleRequest) {
  const named = Object.entries(headers).map(([name, value]) => [`http_${name.replaceAll('-', '_')}`, value]);
  const sent = Object.entries(cookies).map(([name, value]) => `${name}=${value}`);
  return {
    raw: toHex(Buffer.from(path)),
    facts: {
      ...Object.fromEntries(named),
      ...(sent.length > 0 && { http_cookie: sent.join('; ') }),
      host: host.toLowerCase().replace(/:\d+$/, ''),
      remote_addr: ip,
      method,
      args: query,
    },
  };
}

const DECIDE = `
  local json, ip = require "cjson", require "gatewayc.core.ip"
  local path_room, router = require "gatewayc.core.path", require "gatewayc.core.router"
  local function subject_of(name) return require("gatewayc.assertion." .. name) end
  local ffi = require "ffi"
  local function cast(text) return ffi.cast("const char *", text) end
  local function decide(self, raw)
    local length = path_room.usual(cast(raw), #raw)
    local path = length and raw:sub(1, length) or path_room.strict(raw)
    if not path then return { kind = "bad-request" } end
    local route, _, allow = router.find(self, cast(path), #path)
    if route and route.reserved then return { kind = "reserved", path = path } end
    if route then
      local refuse = route.require and not route.require(path) and route.require_status or nil
      return { kind = "route", id = route.id, refuse = refuse }
    end
    return { kind = allow and "method-not-allowed" or "not-found", allow = allow }
  end
  local out = {}
  for i, gateway in ipairs(input) do
    local data, verdicts = json.decode(gateway.data), {}
    local records = require("gatewayc.core.data").routes(data, subject_of)
    local self = router.new(data.matches, records, data.reserved)
    for j, one in ipairs(gateway.requests) do
      one.facts.binary_remote_addr = ip.parse(one.facts.remote_addr)
      request(one.facts)
      verdicts[j] = decide(self, bytes(one.raw))
    end
    out[i] = verdicts
  end
  return out`;

describe('the Lua matcher', () => {
  it('agrees with the oracle on thousands of random requests (D4, D23, D24, D31)', async () => {
    const scenarios = fc.sample(scenario, { numRuns: GATEWAYS, seed: SEED }).map(({ gateway, requests }) => {
      const routes = gateway.routes.map(({ respond: _, ...route }) => route as PlainRoute);
      return { document: gatewayDocument({ routes }), requests };
    });
    const input = scenarios.map(({ document, requests }) => ({
      data: dataFile(lower(document, { flavor: 'openresty' }), { version: '0', generation: '0' }),
      requests: requests.map(variables),
    }));
    type Spoken = Exclude<Verdict, { allow: unknown }> | { kind: 'method-not-allowed'; allow: string };
    const found = await withRequest<Spoken[][]>(DECIDE, { input });

    const seen = new Map<string, number>();
    for (const [i, { document, requests }] of scenarios.entries()) {
      for (const [j, request] of requests.entries()) {
        const verdict = decide(document, request);
        const wanted = 'allow' in verdict ? { ...verdict, allow: verdict.allow.join(', ') } : verdict;
        expect(found[i]?.[j], JSON.stringify({ request, routes: document.routes })).toEqual(wanted);
        seen.set(verdict.kind, (seen.get(verdict.kind) ?? 0) + 1);
      }
    }
    for (const kind of ['route', 'not-found', 'method-not-allowed', 'bad-request'])
      expect(seen.get(kind), kind).toBeGreaterThan(50);
  }, 30_000);
});
