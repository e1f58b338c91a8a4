import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Environment, type Gateway, newEnvironment, type Upstream } from '../harness/index.ts';
import { echo } from './echo.ts';

const REQUESTS = 60;

describe('connections to the upstream', () => {
  let env: Environment;
  let upstream: Upstream;
  let gateway: Gateway;

  beforeAll(async () => {
    env = await newEnvironment();
    upstream = await env.startUpstream('echo');
    gateway = await env.startGateway(
      ({ listen, metrics, upstreamIp, upstreamName }) => `
server: {listen: "${listen}", workers: 2}
metrics: {addr: "${metrics}"}
services:
  - {id: native, nodes: [{address: "${upstreamIp('echo')}"}]}
  - {id: lua, nodes: [{address: "${upstreamIp('echo')}"}], retry: 2}
  - {id: named, nodes: [{address: "${upstreamName('echo')}"}]}
routes:
  - {id: named, path: /named, service_id: named}
  - {id: native, path: "/native/**", service_id: native}
  - {id: lua, path: "/lua/**", service_id: lua}
  - {id: slow, path: /slow, service_id: native, timeout: 90s}
  - {id: edited, path: /edited, service_id: lua, timeout: 80s, request_headers: {set: {X-A: b}}, response_buffering: false}
  - {id: retried, path: /retried, service_id: native, retry: 2, host_rewrite: upstream, request_buffering: false}
`,
      { names: 'upstreams' },
    );
  });
  afterAll(() => env.dispose());

  it.each(['/native/x', '/lua/x', '/slow', '/edited', '/retried'])(
    'are used again and again: %s (M063, M194)',
    async (path) => {
      await upstream.reset();
      for (let sent = 0; sent < REQUESTS; sent += 1) expect((await gateway.request(path)).status).toBe(200);
      expect(await upstream.count()).toBe(REQUESTS);
      // At most one a worker: the requests came one after another.
      expect(await upstream.connections()).toBeLessThanOrEqual(2);
    },
  );

  it.each(['/native/x', '/named'])('that the service closed meanwhile are no failure: %s', async (path) => {
    await upstream.reset();
    expect((await gateway.request(path)).status).toBe(200);
    await upstream.behave({ stale: 1 });
    // The connection is closed as soon as it is used again, as when the service gives it up at that very moment.
    for (let sent = 0; sent < 10; sent += 1) expect((await gateway.request(path)).status).toBe(200);
    expect(await upstream.connections()).toBeGreaterThan(5);
    // What may not be sent twice is not.
    const before = await upstream.count();
    const posts = [];
    for (let sent = 0; sent < 2; sent += 1)
      posts.push((await gateway.request(path, { method: 'POST' })).status);
    expect(posts).toContain(502);
    expect(await upstream.count()).toBe(before + 2);
  });

  it('speak HTTP/1.1 and never say Connection: close (M063)', async () => {
    const seen = echo(await gateway.request('/native/x', { headers: { Connection: 'close' } }));
    expect(seen.httpVersion).toBe('1.1');
    expect(seen.headers.connection).not.toBe('close');
  });

  it('are kept in every proxied location: none drops the headers all inherit (M063)', () => {
    const conf = readFileSync(join(gateway.bundle, 'conf', 'nginx.conf'), 'utf8');
    const passes = conf.match(/^\s*proxy_pass /gm) ?? [];
    expect(passes.length).toBeGreaterThanOrEqual(8);
    const depth = (line: string) => line.length - line.trimStart().length;
    // A header set in a location would replace, not extend, what `http` says; so all of them stand there, once.
    const headers = conf.split('\n').filter((line) => /^\s*proxy_set_header /.test(line));
    expect(new Set(headers.map(depth))).toEqual(new Set([2]));
    expect(headers.filter((line) => line.trim() === 'proxy_set_header Connection "";')).toHaveLength(1);
    expect(conf.match(/^.*proxy_http_version .*$/gm)).toEqual(['  proxy_http_version 1.1;']);
    expect(conf).toContain('balancer_by_lua_block'); // more attempts than nodes: the service above is Lua's
    const upstreams = conf.match(/^ {2}upstream .*$/gm) ?? [];
    expect(conf.match(/^ {4}keepalive \d+;$/gm)).toHaveLength(upstreams.length);
  });
});
