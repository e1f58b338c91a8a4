// core/flight.lua: what is in flight over all workers. Other processes are played through the shared dict.
import { describe, expect, it } from 'vitest';
import { withRequest } from './request.ts';

const HTTP = 'lua_shared_dict gw_flight 1m;';

/** A pid no kernel gives. */
const DEAD = 2 ** 30;

const script = (body: string) => `
  ngx.timer.every = function(_, callback) tick = callback; return true end
  ngx.worker.id = function() return 0 end
  ngx.worker.exiting = function() return false end
  local flight, dict = require "gatewayc.core.flight", ngx.shared.gw_flight
  local pid, parent = ngx.worker.pid(), 1
  local function now(record) return flight.now(record) end
  ${body}`;

const run = <T>(body: string): Promise<T> => withRequest<T>(script(body), { http: HTTP });

describe('requests in flight', () => {
  it('are counted up and down, and leave nothing behind', async () => {
    const body = `flight.start()
      local record, other = flight.record("s 10.0.0.1:80"), flight.record("s 10.0.0.2:80")
      flight.enter(record); flight.enter(record); flight.enter(other)
      local out = { now(record), now(other), dict:get(pid .. "/s 10.0.0.1:80") }
      flight.leave(record); flight.leave(record); flight.leave(other)
      out[4], out[5], out[6] = now(record), now(other), #dict:get_keys(0)
      return out`;
    // What is left: the slot, the highest slot, the version.
    expect(await run(body)).toEqual([2, 1, 2, 0, 0, 3]);
  });

  it('of other workers are seen, as soon as they have a slot', async () => {
    const body = `flight.start()
      local record = flight.record("s 10.0.0.1:80")
      dict:set(parent .. "/s 10.0.0.1:80", 7)
      local out = { now(record) }
      dict:set("slot:2", parent); dict:set("slots", 2); dict:incr("v", 1)
      flight.enter(record)
      out[2], out[3] = now(record), flight.peers()
      return out`;
    expect(await run(body)).toEqual([0, 8, 1]);
  });

  it('of a process that is gone vanish when a worker starts, with its slot (M149)', async () => {
    const body = `dict:set("slot:1", ${DEAD}); dict:set("slot:2", parent); dict:set("slots", 2); dict:set("v", 5)
      dict:set("${DEAD}/s 10.0.0.1:80", 3); dict:set(parent .. "/s 10.0.0.1:80", 2)
      flight.start()
      return { now(flight.record("s 10.0.0.1:80")), dict:get("slot:1") == pid, dict:get("${DEAD}/s 10.0.0.1:80") == nil }`;
    expect(await run(body)).toEqual([2, true, true]);
  });

  it('of a process that goes later vanish within a second, without a start (M149)', async () => {
    const body = `flight.start()
      dict:set("slot:2", ${DEAD}); dict:set("slots", 2); dict:set("${DEAD}/s 10.0.0.1:80", 3); dict:incr("v", 1)
      local before = now(flight.record("s 10.0.0.1:80"))
      tick(false)
      return { before, now(flight.record("s 10.0.0.1:80")), dict:get("slot:2") == nil }`;
    expect(await run(body)).toEqual([3, 0, true]);
  });

  it('of an earlier process with the same pid are not taken for its own', async () => {
    const body = `dict:set("slot:1", pid); dict:set("slots", 1); dict:set("v", 1)
      dict:set(pid .. "/s 10.0.0.1:80", 9)
      flight.start()
      return { now(flight.record("s 10.0.0.1:80")), dict:get("slot:1") == pid }`;
    expect(await run(body)).toEqual([0, true]);
  });

  it('have their slot again when it was lost', async () => {
    const body = `flight.start()
      dict:delete("slot:1")
      tick(false)
      return { dict:get("slot:1") == pid, dict:get("slots") }`;
    expect(await run(body)).toEqual([true, 1]);
  });

  it('leave the dictionary with their worker', async () => {
    const body = `flight.start()
      flight.enter(flight.record("s 10.0.0.1:80"))
      flight.stop()
      local keys = dict:get_keys(0)
      table.sort(keys)
      return keys`;
    expect(await run(body)).toEqual(['slots', 'v']);
  });

  it('are remembered for places that are in use, and no longer', async () => {
    const body = `local used = flight.record("used")
      local gone = setmetatable({ flight.record("gone") }, { __mode = "v" })
      collectgarbage(); collectgarbage()
      return { flight.record("used") == used, gone[1] == nil }`;
    expect(await run(body)).toEqual([true, true]);
  });
});
