import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Environment, type Gateway, newEnvironment } from '../harness/index.ts';
import { echo } from './echo.ts';

describe('the path the service sees', () => {
  let env: Environment;
  let gateway: Gateway;

  beforeAll(async () => {
    env = await newEnvironment();
    await env.startUpstream('echo');
    gateway = await env.startGateway(
      ({ listen, metrics, upstreamIp }) => `
server: {listen: "${listen}"}
metrics: {addr: "${metrics}"}
services: [{id: echo, nodes: [{address: "${upstreamIp('echo')}"}]}]
routes:
  - {id: as-is, path: "/as-is/**", service_id: echo}
  - {id: strip, path: "/strip/me/**", service_id: echo, strip_prefix: true}
  - {id: strip-some, path: "/one/two/**", service_id: echo, strip_prefix: /one}
  - {id: add, path: "/add/**", service_id: echo, add_prefix: /v2}
  - {id: both, path: "/both/**", service_id: echo, strip_prefix: true, add_prefix: "/base/"}
  - {id: rewrite, path: "/users/:id/posts/{post}", service_id: echo, rewrite: "/posts/\${path.post}/of/\${path.id}"}
  - {id: rest, path: "/rest/**", service_id: echo, rewrite: "/all/\${path.rest}"}
  - {id: regex, path: "~^/v(?<major>[0-9]+)/(?<what>.+)$", service_id: echo, rewrite: "/\${path.what}/\${path.major}"}
  - {id: parts, path: "~^/parts/(.*)-(.*)$", service_id: echo, rewrite: "/a/\${path.1}\${path.2}/b"}
  - {id: fixed, path: /fixed, service_id: echo, rewrite: /elsewhere}
`,
    );
  });
  afterAll(() => env.dispose());

  const seen = async (path: string) => echo(await gateway.request(path)).url;

  it.each([
    ['/as-is/a/b', '/as-is/a/b'],
    ['/as-is/', '/as-is/'],
    ['/as-is/a%20b?q=%20a+b&&x', '/as-is/a%20b?q=%20a+b&&x'],
    ['/as-is/a?', '/as-is/a?'],
  ])('is the one the client sent: %s', async (sent, wanted) => {
    expect(await seen(sent)).toBe(wanted);
  });

  it.each([
    ['/strip/me/a/b?x=1', '/a/b?x=1'],
    ['/strip/me/a/', '/a/'],
    ['/strip/me', '/'],
    ['/strip/me/', '/'],
    ['/one/two/three', '/two/three'],
    ['/both/a', '/base/a'],
    ['/both', '/base/'],
  ])('loses its prefix: %s (M060, M102)', async (sent, wanted) => {
    expect(await seen(sent)).toBe(wanted);
  });

  it('never has dot segments made of parts of segments (S5)', async () => {
    expect(await seen('/parts/x-y')).toBe('/a/xy/b');
    expect((await gateway.request('/parts/.-.')).status).toBe(400);
    expect((await gateway.request('/parts/-.')).status).toBe(400);
  });

  it('gets a prefix (M060)', async () => {
    expect(await seen('/add/a?x=1')).toBe('/v2/add/a?x=1');
  });

  it.each([
    ['/users/7/posts/9?x=1', '/posts/9/of/7?x=1'],
    ['/users/a%20b/posts/%C3%BC%3F%25', '/posts/%C3%BC%3F%25/of/a%20b'],
    ['/rest/a/b/c', '/all/a/b/c'],
    ['/rest', '/all/'],
    ['/v12/a/b', '/a/b/12'],
    ['/fixed?x=1', '/elsewhere?x=1'],
  ])('is rewritten, with captures: %s (M060)', async (sent, wanted) => {
    expect(await seen(sent)).toBe(wanted);
  });
});
