import http from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newAuthority } from '../../fixtures/certificates.ts';
import { type Environment, type Gateway, newEnvironment, rawExchange, rawRequest } from '../harness/index.ts';
import { handshake } from './client.ts';

describe('what a listener can be told', () => {
  let env: Environment;
  /** TLS 1.3 only, no HTTP/2, no gzip, plain HTTP redirects. */
  let narrow: Gateway;
  /** The defaults. */
  let wide: Gateway;
  let tlsPort: string;

  beforeAll(async () => {
    env = await newEnvironment();
    await env.startUpstream('echo');
    const pair = newAuthority().issue('any.example');
    const files = { 'any.pem': pair.cert, 'any.key': pair.key };
    narrow = await env.startGateway(
      ({ listen, tlsListen, metrics, upstreamIp }) => {
        tlsPort = tlsListen.replace(/.*:/, '');
        return `
server:
  listen: ["${listen}", {address: "${tlsListen}", tls: true}]
  http2: false
  gzip: false
  tls: {min_version: "1.3", certificates: [{cert_file: any.pem, key_file: any.key}]}
metrics: {addr: "${metrics}"}
services: [{id: echo, nodes: [{address: "${upstreamIp('echo')}"}]}]
routes: [{id: all, path: "/**", service_id: echo}]
`;
      },
      { files },
    );
    wide = await env.startGateway(
      ({ listen, metrics, upstreamIp }) => `
server: {listen: "${listen}"}
metrics: {addr: "${metrics}"}
services: [{id: echo, nodes: [{address: "${upstreamIp('echo')}"}]}]
routes: [{id: all, path: "/**", service_id: echo}]
`,
    );
  });
  afterAll(() => env.dispose());

  it('min_version: a client with less is refused', async () => {
    expect((await handshake(narrow.tlsUrl(''), {})).protocol).toBe('TLSv1.3');
    await expect(handshake(narrow.tlsUrl(''), { maxVersion: 'TLSv1.2' })).rejects.toThrow(
      /alert protocol version/i,
    );
  });

  it('http2: false leaves HTTP/1.1', async () => {
    const done = await handshake(narrow.tlsUrl(''), { ALPNProtocols: ['h2', 'http/1.1'] });
    expect(done.alpn).not.toBe('h2');
  });

  it.each(['GET', 'POST'])(
    'redirect_http: plain HTTP goes to the TLS listener, %s keeps its method (308)',
    async (method) => {
      const answer = await narrow.request('/a/b?c=%20d', { method, host: 'api.example:80' });
      expect(answer.status).toBe(308);
      expect(answer.headers.location).toBe(`https://api.example:${tlsPort}/a/b?c=%20d`);
      expect((await rawRequest(narrow.tlsUrl(''), '/x')).status).toBe(200);
    },
  );

  it('redirect_http: errors are JSON as everywhere', async () => {
    const text = await rawExchange(narrow.url(''), 'G\x01T / HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    const long = await narrow.request(`/${'x'.repeat(20_000)}`);
    for (const [body, code] of [
      [text.slice(text.indexOf('\r\n\r\n')), 'INVALID_REQUEST'],
      [long.text, 'URI_TOO_LONG'],
    ] as const)
      expect(JSON.parse(body)).toMatchObject({ code, request_id: expect.stringMatching(/^[0-9a-f]{32}$/) });
  });

  it('redirect_http: health is answered on every listener (M248)', async () => {
    for (const path of ['/health', '/healthz', '/ready']) {
      expect((await narrow.request(path)).status).toBe(200);
      expect((await rawRequest(narrow.tlsUrl(''), path)).status).toBe(200);
    }
  });

  const fetchGzip = (url: string) =>
    new Promise<{ encoding: string | undefined; vary: string | undefined; body: Buffer }>(
      (resolve, reject) => {
        const headers = { 'Accept-Encoding': 'gzip' };
        http
          .get(url, { agent: false, headers }, (response) => {
            const chunks: Buffer[] = [];
            response.on('data', (chunk: Buffer) => chunks.push(chunk));
            response.on('error', reject);
            response.on('end', () => {
              const { 'content-encoding': encoding, vary } = response.headers;
              resolve({ encoding, vary, body: Buffer.concat(chunks) });
            });
          })
          .on('error', reject);
      },
    );
  const large = `/x?headers=Content-Type:text/plain&bytes=20000`;

  it('gzip: large texts are compressed for clients that ask', async () => {
    const { encoding, vary, body } = await fetchGzip(wide.url(large));
    expect([encoding, vary]).toEqual(['gzip', 'Accept-Encoding']);
    expect(body.length).toBeLessThan(1000);
    expect(gunzipSync(body).toString()).toBe('x'.repeat(20_000));
    expect((await wide.request(large)).headers['content-encoding']).toBeUndefined();
    expect((await fetchGzip(wide.url('/x?bytes=20000'))).encoding).toBeUndefined(); // application/octet-stream
    expect(
      (await fetchGzip(wide.url('/x?headers=Content-Type:text/plain&bytes=100'))).encoding,
    ).toBeUndefined();
  });

  it('gzip: false never compresses', async () => {
    const port = new URL(narrow.tlsUrl()).port;
    const answer = await rawRequest(`https://127.0.0.1:${port}`, large, {
      headers: { 'Accept-Encoding': 'gzip' },
    });
    expect(answer.headers['content-encoding']).toBeUndefined();
    expect(answer.text).toHaveLength(20_000);
  });

  it('Server names no version, on answers of every kind', async () => {
    for (const path of ['/x', '/missing%2f', '/health', '/x?status=500'])
      expect((await wide.request(path)).headers.server).toMatch(/^(nginx|openresty)$/);
    const error = await wide.request('/missing%2f');
    expect(error.text).not.toMatch(/nginx|openresty/);
    expect((await narrow.request('/x')).headers.server).toMatch(/^(nginx|openresty)$/);
  });
});
