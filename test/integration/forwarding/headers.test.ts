import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Environment, type Gateway, newEnvironment, rawExchange } from '../harness/index.ts';
import { type Echo, echo } from './echo.ts';

describe('headers between client and service', () => {
  let env: Environment;
  let gateway: Gateway;
  let node: string;

  beforeAll(async () => {
    env = await newEnvironment();
    await env.startUpstream('echo');
    gateway = await env.startGateway(({ listen, metrics, upstreamIp }) => {
      node = upstreamIp('echo');
      return `
server: {listen: "${listen}", paths: lenient}
metrics: {addr: "${metrics}"}
services: [{id: echo, nodes: [{address: "${node}"}]}]
routes:
  - {id: kept, path: /kept, service_id: echo}
  - {id: preserve, path: /preserve, service_id: echo, host_rewrite: preserve}
  - {id: upstream, path: /upstream, service_id: echo, host_rewrite: upstream}
  - {id: literal, path: /literal, service_id: echo, host_rewrite: internal.example}
  - {id: template, path: "/tenant/:name", service_id: echo, host_rewrite: "\${path.name}.example"}
  - {id: variable, path: /variable, service_id: echo, host_rewrite: "\${service_id}.example"}
`;
    });
  });
  afterAll(() => env.dispose());

  it.each([
    ['kept', 'api.example:8080'],
    ['preserve', 'api.example:8080'],
    ['literal', 'internal.example'],
    ['tenant/acme', 'acme.example'],
    ['variable', 'echo.example'],
  ])('Host of /%s is %s', async (path, host) => {
    expect(echo(await gateway.request(`/${path}`, { host: 'api.example:8080' })).headers.host).toBe(host);
  });

  it('Host is the node’s with host_rewrite: upstream (M225)', async () => {
    const { headers } = echo(await gateway.request('/upstream', { host: 'api.example:8080' }));
    expect(headers).toMatchObject({ host: node, 'x-forwarded-host': 'api.example:8080' });
  });

  it.each(['/tenant/a%0d%0aX-Evil:%201', '/tenant/a%20b', '/tenant/a%5cb'])(
    'a Host made of a capture carries nothing else: %s is 400 (S4)',
    async (path) => {
      expect((await gateway.request(path)).status).toBe(400);
    },
  );

  it('those of one connection stay there: hop-by-hop headers are not forwarded', async () => {
    const { rawHeaders } = echo(
      await gateway.request('/kept', {
        headers: {
          Connection: 'keep-alive, Upgrade, HTTP2-Settings',
          'Keep-Alive': 'timeout=5',
          Upgrade: 'h2c',
          'HTTP2-Settings': 'AAMAAABkAAQAAP__',
          TE: 'trailers',
          Proxy: 'http://evil.example',
          'X-Stays': '1',
        },
      }),
    );
    const names = rawHeaders.map(([name]) => name.toLowerCase());
    for (const gone of ['connection', 'keep-alive', 'upgrade', 'http2-settings', 'te', 'proxy'])
      expect(names).not.toContain(gone);
    expect(names).toContain('x-stays');
  });

  it('a body’s framing is the gateway’s own: no Transfer-Encoding travels on', async () => {
    const { headers, body } = echo(
      await gateway.request('/kept', {
        method: 'POST',
        headers: { 'Transfer-Encoding': 'chunked' },
        body: 'abc',
      }),
    );
    expect(body).toBe('abc');
    expect(headers).toMatchObject({ 'content-length': '3' });
    expect(headers['transfer-encoding']).toBeUndefined();
  });

  it('of a request with both Content-Length and Transfer-Encoding never reach the service', async () => {
    const text = await rawExchange(
      gateway.url(),
      'POST /kept HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /kept HTTP/1.1\r\nHost: x\r\n\r\n',
    ).catch(String);
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(text).not.toContain('rawHeaders');
  });

  it.each([
    ['X-Accel-Redirect', '/kept'],
    ['X-Accel-Redirect', '/gatewayc:error'],
    ['X-Accel-Limit-Rate', '1'],
    ['X-Accel-Charset', 'koi8-r'],
  ])('%s: %s of the service moves nothing here', async (name, value) => {
    const answer = await gateway.request(`/kept?headers=${name}:${value}&status=203`, { timeout: 3000 });
    expect(answer.status).toBe(203);
    expect(answer.json<Echo>().url).toMatch(/^\/kept\?headers=/);
  });

  it('Location and Set-Cookie of the service come back as they were', async () => {
    const answer = await gateway.request(
      `/kept?status=302&headers=Location:http://${node}/a,Set-Cookie:a=b;%20Path=/x`,
    );
    expect(answer.headers.location).toBe(`http://${node}/a`);
    expect(answer.headers['set-cookie']).toEqual(['a=b; Path=/x']);
  });

  it('an absolute request target overrides Host (RFC 9112)', async () => {
    const text = await rawExchange(
      gateway.url(),
      'GET http://real.example/kept HTTP/1.1\r\nHost: other.example\r\nConnection: close\r\n\r\n',
    );
    expect(text).toContain('"host":"real.example"');
    expect(text).not.toContain('other.example');
  });

  it('without a Host there is no answer but 400', async () => {
    expect(await rawExchange(gateway.url(), 'GET /kept HTTP/1.1\r\nConnection: close\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 400 /,
    );
  });
});
