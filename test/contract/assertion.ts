// What every assertion of lua/gatewayc/assertion keeps: one suite, run by each of them.
import { describe, expect, it } from 'vitest';
import { FEATURES } from '../../src/features/registry.ts';
import { withRequest } from '../unit/lua/request.ts';

/** A request and what the assertion reads from it. */
export interface Sight {
  /** See `test/unit/lua/request.ts`: `method`, `args`, and nginx variables. */
  readonly request: Readonly<Record<string, unknown>>;
  /** The canonical path of the request; `/` by default. */
  readonly path?: string;
  /** The value read; null for none. */
  readonly value: string | null;
}

/** Requests to read, and the name the subject has, where it has one. */
export interface AssertionPromises {
  readonly named?: string;
  readonly sights: readonly [Sight, Sight, ...Sight[]];
}

const READ = `
  local null = require("cjson").null
  local assertion = require("gatewayc.assertion." .. input.name)
  local function see(read, sight)
    request(sight.request)
    local value = read(sight.path or "/")
    if value == nil then return null end
    return value
  end
`;

/** Declares the contract suite for one assertion. Call it at the top level of a test file. */
export function assertionContract(name: string, { named, sights }: AssertionPromises): void {
  const see = <T>(script: string): Promise<T> =>
    withRequest<T>(READ + script, { input: { name, named, sights } });

  describe(`${name} keeps the assertions' contract`, () => {
    it('reads each request anew', async () => {
      const script = `local read, out = assertion.reader(input.named), {}
        for round = 1, 2 do
          for _, sight in ipairs(input.sights) do out[#out + 1] = see(read, sight) end
        end
        return out`;
      const values = sights.map(({ value }) => value);
      expect(await see(script)).toEqual([...values, ...values]);
    });
    it('is told apart by the requests of this test', () => {
      expect(new Set(sights.map(({ value }) => value)).size).toBeGreaterThan(1);
    });
    it('shares no state between two readers', async () => {
      const script = `local one, other = assertion.reader(input.named), assertion.reader(input.named)
        local first, second = input.sights[1], input.sights[2]
        return { see(one, first), see(other, second), see(one, first) }`;
      const [first, second] = sights;
      expect(await see(script)).toEqual([first.value, second.value, first.value]);
    });
    it('has a name exactly where its descriptor says so', () => {
      const feature = FEATURES.assertion.find((one) => one.name === name);
      expect(feature?.named === undefined).toBe(named === undefined);
    });
  });
}
