import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Environment, eventually, type Gateway, newEnvironment, rawRequest } from '../harness/index.ts';

describe('health endpoints', () => {
  let env: Environment;
  /** The defaults. */
  let usual: Gateway;
  /** Other paths. */
  let moved: Gateway;
  /** None, so that routes may have the paths. */
  let none: Gateway;

  beforeAll(async () => {
    env = await newEnvironment();
    const start = (health: string, path: string) =>
      env.startGateway(
        ({ listen, metrics }) => `
server: {listen: "${listen}"}
metrics: {addr: "${metrics}"}
${health}
routes: [{id: all, path: "${path}", respond: {status: 203, body: "{}"}}]
`,
      );
    [usual, moved, none] = await Promise.all([
      start('', '/**'),
      start('health: {paths: [/alive, /deep/alive], ready_path: /willing}', '/**'),
      start('health: {listener: none}', '/**'),
    ]);
  });
  afterAll(() => env.dispose());

  it('/healthz says healthy (M248)', async () => {
    const answer = await usual.request('/healthz');
    expect([answer.status, answer.json()]).toEqual([200, { status: 'healthy' }]);
    expect(answer.headers['content-type']).toBe('application/json');
  });

  it('/health says OK (M282)', async () => {
    const answer = await usual.request('/health');
    expect([answer.status, answer.text.trim(), answer.headers['content-type']]).toEqual([
      200,
      'OK',
      'text/plain',
    ]);
  });

  it('/ready says ready (M249)', async () => {
    const answer = await usual.request('/ready');
    expect([answer.status, answer.json()]).toEqual([200, { status: 'ready' }]);
  });

  it.each(['GET', 'HEAD', 'POST'])('answer %s, with any query, before any route', async (method) => {
    for (const path of ['/health?x=1', '/healthz?x=1', '/ready?x=1'])
      expect((await usual.request(path, { method })).status).toBe(200);
    expect((await usual.request('/health/')).status).toBe(203);
    expect((await usual.request('/healthy')).status).toBe(203);
  });

  it('stand where they are told to', async () => {
    for (const path of ['/alive', '/deep/alive', '/willing'])
      expect((await moved.request(path)).status).toBe(200);
    expect((await moved.request('/health')).status).toBe(203);
    expect((await moved.request('/ready')).status).toBe(203);
  });

  it('are not there with listener: none; routes may have the paths', async () => {
    for (const path of ['/health', '/healthz', '/ready']) expect((await none.request(path)).status).toBe(203);
  });

  it('are neither logged nor counted', async () => {
    await usual.request('/health');
    await usual.request('/ready');
    const counted = await usual.request('/counted');
    const lines = await eventually('the counted request', async () => {
      const all = await usual.accessLog();
      return all.some(({ request_id }) => request_id === counted.headers['x-request-id']) && all;
    });
    expect(lines.filter(({ path }) => /^\/(health|ready)$/.test(String(path)))).toEqual([]);
    const { text } = await rawRequest(usual.metricsUrl(''), '/metrics');
    expect(text).not.toMatch(/endpoint="\/(health|ready)/);
  });

  it('cannot be taken by a route (M305)', async () => {
    const taken = env.startGateway(
      ({ listen, metrics }) => `
server: {listen: "${listen}"}
metrics: {addr: "${metrics}"}
routes: [{id: mine, path: /health, respond: {body: "{}"}}]
`,
    );
    await expect(taken).rejects.toThrow(/GW2013.*health path of the gateway/);
  });
});
