import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Environment, type Gateway, newEnvironment, type Upstream } from '../harness/index.ts';
import { echo } from './echo.ts';

describe('another try', () => {
  let env: Environment;
  let bad: Upstream;
  let good: Upstream;
  let gateway: Gateway;

  beforeAll(async () => {
    env = await newEnvironment();
    [bad, good] = await Promise.all([env.startUpstream('bad'), env.startUpstream('good')]);
    // Balancers take the nodes in turn, so of two requests one begins at each node.
    gateway = await env.startGateway(({ listen, metrics, upstreamIp }) => {
      const both = `nodes: [{address: "${upstreamIp('bad')}"}, {address: "${upstreamIp('good')}"}], load_balancer: {algorithm: round_robin}`;
      const half = `nodes: [{address: "127.0.0.1:1"}, {address: "${upstreamIp('good')}"}], load_balancer: {algorithm: round_robin}`;
      const routes = (service: string, lua: string) => `
  - {id: ${service}-none, path: "/${service}/none/**", service_id: ${service}}
  - {id: ${service}-5xx, path: "/${service}/5xx/**", service_id: ${service}, retry: {attempts: 2, on: [5xx]}}
  - {id: ${service}-503, path: "/${service}/503/**", service_id: ${service}, retry: {attempts: 2, on: [503, connection]}}
  - {id: ${service}-conn, path: "/${service}/connection/**", service_id: ${service}, retry: {attempts: 2, on: [connection]}}
  - {id: ${service}-time, path: "/${service}/timeout/**", service_id: ${service}, timeout: 5s, retry: {attempts: 2, on: [timeout], per_try_timeout: 300ms}}
  - {id: ${service}-any, path: "/${service}/any/**", service_id: ${service}, retry: {attempts: ${lua}, on: [5xx, timeout, connection], non_idempotent: true}}`;
      return `
server: {listen: "${listen}", workers: 1}
metrics: {addr: "${metrics}"}
services:
  - {id: native, ${both}}
  - {id: lua, ${both}}
  - {id: one, nodes: [{address: "${upstreamIp('bad')}"}]}
  - {id: half-native, ${half}}
  - {id: half-lua, ${half}}
routes:${routes('native', '2')}${routes('lua', '3')}
  - {id: one, path: "/one/**", service_id: one, retry: {attempts: 3, on: [5xx, connection]}}
  - {id: half-native, path: "/half/native", service_id: half-native, retry: {attempts: 2, on: [connection]}}
  - {id: half-native-none, path: "/half/native/none", service_id: half-native}
  - {id: half-lua, path: "/half/lua", service_id: half-lua, retry: {attempts: 3, on: [connection]}}
`;
    });
  });
  afterEach(() => Promise.all([bad.reset(), good.reset()]));
  afterAll(() => env.dispose());

  /** Sends two requests, one of which begins at the bad node. @returns statuses, and how often each node was asked */
  const two = async (path: string, init: { method?: string; body?: string } = {}) => {
    const statuses = [(await gateway.request(path, init)).status, (await gateway.request(path, init)).status];
    return { statuses: statuses.sort(), bad: await bad.count(), good: await good.count() };
  };

  describe.each(['native', 'lua'])('with a %s balancer', (kind) => {
    it('is not made unless asked for', async () => {
      await bad.behave({ status: 503 });
      expect(await two(`/${kind}/none/x`)).toEqual({ statuses: [200, 503], bad: 1, good: 1 });
    });

    it.each([500, 502, 503, 504])('is made after %i with `on: 5xx`', async (status) => {
      await bad.behave({ status });
      expect(await two(`/${kind}/5xx/x`)).toEqual({ statuses: [200, 200], bad: 1, good: 2 });
    });

    it('is made after a listed status only', async () => {
      await bad.behave({ status: 503 });
      expect(await two(`/${kind}/503/x`)).toEqual({ statuses: [200, 200], bad: 1, good: 2 });
      await Promise.all([bad.reset(), good.reset()]);
      await bad.behave({ status: 500 });
      expect(await two(`/${kind}/503/x`)).toEqual({ statuses: [200, 500], bad: 1, good: 1 });
    });

    it('is not made after 4xx', async () => {
      await bad.behave({ status: 404 });
      expect(await two(`/${kind}/any/x`)).toEqual({ statuses: [200, 404], bad: 1, good: 1 });
    });

    it('is made when the node closes the connection, with `on: connection`', async () => {
      await bad.behave({ close: 1 });
      expect(await two(`/${kind}/connection/x`)).toEqual({ statuses: [200, 200], bad: 1, good: 2 });
    });

    it('is made after per_try_timeout, with `on: timeout` (M165)', async () => {
      await bad.behave({ delay: 4000 });
      const since = performance.now();
      expect(await two(`/${kind}/timeout/x`)).toEqual({ statuses: [200, 200], bad: 1, good: 2 });
      expect(performance.now() - since).toBeGreaterThanOrEqual(290);
      expect(performance.now() - since).toBeLessThan(3000);
    });

    it.each(['POST', 'PATCH'])('is not made for %s once it was sent', async (method) => {
      await bad.behave({ status: 503 });
      expect(await two(`/${kind}/5xx/x`, { method, body: 'a' })).toEqual({
        statuses: [200, 503],
        bad: 1,
        good: 1,
      });
      await Promise.all([bad.reset(), good.reset()]);
      await bad.behave({ close: 1 });
      expect(await two(`/${kind}/connection/x`, { method, body: 'a' })).toEqual({
        statuses: [200, 502],
        bad: 1,
        good: 1,
      });
    });

    it('is made for POST with non_idempotent, body and all', async () => {
      await bad.behave({ status: 503 });
      expect(await two(`/${kind}/any/x`, { method: 'POST', body: 'a' })).toEqual({
        statuses: [200, 200],
        bad: 1,
        good: 2,
      });
      const last = echo(await gateway.request(`/${kind}/any/x`, { method: 'POST', body: 'the body' }));
      expect(last).toMatchObject({ server: 'good', body: 'the body' });
    });

    it('is made for POST when the connection was refused: nothing was sent', async () => {
      expect(await two(`/half/${kind}`, { method: 'POST', body: 'a' })).toEqual({
        statuses: [200, 200],
        bad: 0,
        good: 2,
      });
    });

    it('gives the last node’s answer when all fail', async () => {
      await Promise.all([bad.behave({ status: 503 }), good.behave({ status: 502 })]);
      const { statuses, ...counts } = await two(`/${kind}/5xx/x`);
      expect(statuses).toEqual([502, 503]);
      expect(counts).toEqual({ bad: 2, good: 2 });
    });
  });

  it('goes to the same node when there is no other: 3 attempts, one node', async () => {
    await bad.behave({ status: 503 });
    expect((await gateway.request('/one/x')).status).toBe(503);
    expect(await bad.count()).toBe(3);
    await bad.reset();
    expect((await gateway.request('/one/x', { method: 'POST', body: 'a' })).status).toBe(200);
    expect(await bad.count()).toBe(1);
  });

  it('tries each node before any twice', async () => {
    await Promise.all([bad.behave({ status: 503 }), good.behave({ status: 503 })]);
    expect((await gateway.request('/lua/any/x')).status).toBe(503);
    expect([await bad.count(), await good.count()].sort()).toEqual([1, 2]);
  });
});
