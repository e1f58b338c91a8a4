import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { echo } from '../forwarding/echo.ts';
import {
  type Environment,
  eventually,
  type Gateway,
  newEnvironment,
  type Upstream,
} from '../harness/index.ts';

describe('one gateway', () => {
  let env: Environment;
  let users: Upstream;
  let gateway: Gateway;
  const LIMIT = 10;

  beforeAll(async () => {
    env = await newEnvironment();
    [users] = await Promise.all([
      env.startUpstream('users'),
      env.startUpstream('orders'),
      env.startUpstream('web'),
    ]);
    gateway = await env.startGateway(
      ({ listen, metrics, upstreamIp }) => `
server: {listen: "${listen}", workers: 1, max_connections: ${LIMIT}}
metrics: {addr: "${metrics}"}
nginx: {user: www-data}
services:
  - {id: users, nodes: [{address: "${upstreamIp('users')}"}]}
  - {id: orders, nodes: [{address: "${upstreamIp('orders')}"}]}
  - {id: web, nodes: [{address: "${upstreamIp('web')}"}]}
routes:
  - {id: users, path: "/users/**", service_id: users}
  - {id: orders, path: "/orders/**", service_id: orders, strip_prefix: true}
  - {id: web, path: "/**", hosts: [www.example], service_id: web}
  - id: variables
    path: "/variables/:name"
    service_id: users
    request_headers:
      set:
        X-Environment: "\${GW_TEST_REGION}"
        X-Default: "\${GW_TEST_UNSET:-fallback}"
        X-Run-Time: "\${route_id} \${method} \${path.name}"
        X-Literal: "$\${GW_TEST_REGION}"
`,
      { env: { GW_TEST_REGION: 'eu "1" $x' } },
    );
  });
  afterAll(() => env.dispose());

  it('serves many services on one port, by path and by host (M082)', async () => {
    expect(echo(await gateway.request('/users/1'))).toMatchObject({ server: 'users', url: '/users/1' });
    expect(echo(await gateway.request('/orders/1'))).toMatchObject({ server: 'orders', url: '/1' });
    expect(echo(await gateway.request('/any', { host: 'www.example' }))).toMatchObject({
      server: 'web',
      url: '/any',
    });
    expect((await gateway.request('/any', { host: 'api.example' })).status).toBe(404);
  });

  it('fills in the environment when it is built and variables when a request comes (M107, D32)', async () => {
    expect(echo(await gateway.request('/variables/a%20b')).headers).toMatchObject({
      'x-environment': 'eu "1" $x',
      'x-default': 'fallback',
      'x-run-time': 'variables GET a b',
      'x-literal': '${GW_TEST_REGION}',
    });
  });

  it('takes at most max_connections at a time, and serves on when there is room again', async () => {
    await users.reset();
    const outcomes = Array.from({ length: 3 * LIMIT }, (_, i) =>
      gateway.request(`/users/${i}?chunks=2&hold=1`, { timeout: 20_000 }).then(
        ({ status }) => status,
        () => 0,
      ),
    );
    await eventually('some requests', async () => (await users.count()) > 0);
    await eventually('the refusal of the rest, in the log', async () =>
      (await gateway.logs()).includes('worker_connections are not enough'),
    );
    expect(await users.count()).toBeLessThanOrEqual(LIMIT);
    const serving = eventually('room again', async () => {
      await users.release();
      return (await gateway.request('/users/x', { timeout: 1000 })).status === 200;
    });
    const statuses = await Promise.all(outcomes);
    await serving;
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(0);
    for (const status of statuses) expect([0, 200, 500, 503]).toContain(status);
  });

  it('runs its workers as the user it is told (M239)', async () => {
    const { output } = await gateway.exec([
      'sh',
      '-c',
      `stat -c %U /proc/$(ls ${gateway.bundle}/run/workers | head -1)`,
    ]);
    expect(output.trim()).toBe('www-data');
  });

  it('is stateless: two of one configuration answer alike, and each without the other (M190)', async () => {
    const twin = () =>
      env.startGateway(
        ({ listen, metrics, upstreamIp }) => `
server: {listen: "${listen}"}
metrics: {addr: "${metrics}"}
services: [{id: users, nodes: [{address: "${upstreamIp('users')}"}]}]
routes: [{id: users, path: "/users/:id", service_id: users, rewrite: "/u/\${path.id}"}]
`,
      );
    await users.reset();
    const [one, two] = await Promise.all([twin(), twin()]);
    for (let sent = 0; sent < 6; sent += 1)
      expect(echo(await (sent % 2 ? one : two).request(`/users/${sent}`)).url).toBe(`/u/${sent}`);
    await one.stop();
    for (let sent = 0; sent < 6; sent += 1)
      expect(echo(await two.request(`/users/${sent}`)).url).toBe(`/u/${sent}`);
  });
});
