import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Environment,
  eventually,
  type Gateway,
  type GatewayContext,
  newEnvironment,
  type Upstream,
} from '../harness/index.ts';

describe('a new configuration', () => {
  let env: Environment;
  let upstream: Upstream;
  let gateway: Gateway;

  const yaml =
    (version: string, shutdown: string, routes = '') =>
    ({ listen, metrics, upstreamIp }: GatewayContext) =>
      `
server: {listen: "${listen}", workers: 2, graceful_shutdown_timeout: ${shutdown}}
metrics: {addr: "${metrics}"}
services: [{id: echo, nodes: [{address: "${upstreamIp('echo')}"}]}]
routes:
  - {id: all, path: "/all/**", service_id: echo, request_headers: {set: {X-Version: ${version}}}, response_headers: {set: {X-Version: ${version}}}}
  - {id: streamed, path: "/streamed/**", service_id: echo, response_buffering: false}
${routes}`;
  const shell = async (script: string) => (await gateway.exec(['sh', '-c', script])).output.trim();
  const pid = () => shell(`cat ${gateway.bundle}/run/nginx.pid`);
  /** Pids of the workers that serve, confirmed or leaving. */
  const workers = async () => (await shell(`ls ${gateway.bundle}/run/workers`)).split('\n').filter(Boolean);

  beforeAll(async () => {
    env = await newEnvironment();
    upstream = await env.startUpstream('echo');
    gateway = await env.startGateway(
      yaml('one', '30s', '  - {id: old, path: /old, respond: {body: "{}"}}\n'),
    );
  });
  afterAll(() => env.dispose());

  it('serves all requests at once; those under way end with the one they began with (M201, M202, M203, M221)', async () => {
    await upstream.reset();
    const slow = gateway.request('/all/slow?chunks=2&hold=1');
    await eventually('the slow request', async () => (await upstream.count('/all/slow')) === 1);
    expect((await gateway.request('/old')).status).toBe(200);
    await gateway.reload(yaml('two', '30s', '  - {id: new, path: /new, respond: {body: "{}"}}\n'));
    for (let sent = 0; sent < 20; sent += 1) {
      expect((await gateway.request('/all/x')).headers['x-version']).toBe('two');
      expect((await gateway.request('/old')).status).toBe(404);
      expect((await gateway.request('/new')).status).toBe(200);
    }
    await upstream.release();
    const answer = await slow;
    expect([answer.status, answer.text, answer.headers['x-version']]).toEqual([
      200,
      'chunk-1\nchunk-2\n',
      'one',
    ]);
  });

  it('starts as many workers as it says, and the old ones go (M203)', async () => {
    await eventually('two workers', async () => (await workers()).length === 2);
    await gateway.reload((context) => yaml('three', '30s')(context).replace('workers: 2', 'workers: 3'));
    await eventually('three workers', async () => (await workers()).length === 3);
    await gateway.reload((context) => yaml('four', '30s')(context).replace('workers: 2', 'workers: auto'));
    const processors = Number(await shell('nproc'));
    await eventually('one a processor', async () => (await workers()).length === processors);
  });

  it('waits for the old one’s requests as long as graceful_shutdown_timeout says, not longer (T6)', async () => {
    await gateway.reload(yaml('five', '1s'));
    await upstream.reset();
    const endless = gateway.request('/streamed/x?chunks=2&hold=1').then(
      () => 'whole',
      () => 'cut',
    );
    await eventually('the endless request', async () => (await upstream.count('/streamed/x')) === 1);
    const before = await workers();
    await gateway.reload(yaml('six', '1s'));
    expect(await endless).toBe('cut');
    await eventually('the old workers gone', async () =>
      (await workers()).every((one) => !before.includes(one)),
    );
    await upstream.release();
  });

  it('is the last: SIGQUIT lets requests under way end, takes no more, and then the gateway is gone (M221)', async () => {
    await gateway.reload(yaml('seven', '30s'));
    await upstream.reset();
    const slow = gateway.request('/all/slow?chunks=2&hold=1');
    await eventually('the slow request', async () => (await upstream.count('/all/slow')) === 1);
    await shell(`kill -QUIT ${await pid()}`);
    await eventually('nobody listening', async () => {
      const outcome = await gateway.request('/all/x', { timeout: 1000 }).catch(String);
      return typeof outcome === 'string' && /ECONNREFUSED|ECONNRESET|hang up/.test(outcome);
    });
    await upstream.release();
    expect(await slow).toMatchObject({ status: 200, text: 'chunk-1\nchunk-2\n' });
  });
});
