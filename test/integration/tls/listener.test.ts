import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newAuthority } from '../../fixtures/certificates.ts';
import { echo } from '../forwarding/echo.ts';
import { type Environment, type Gateway, newEnvironment, rawExchange, rawRequest } from '../harness/index.ts';
import { handshake, http2Client } from './client.ts';

describe('TLS listeners', () => {
  let env: Environment;
  let gateway: Gateway;
  let tlsPort: string;
  const authority = newAuthority();

  beforeAll(async () => {
    env = await newEnvironment();
    await env.startUpstream('echo');
    const [any, one, wild] = [
      authority.issue('any.example'),
      authority.issue('one.example'),
      authority.issue('*.wild.example'),
    ];
    gateway = await env.startGateway(
      ({ listen, tlsListen, metrics, upstreamIp }) => {
        tlsPort = tlsListen.replace(/.*:/, '');
        return `
server:
  listen: ["${listen}", {address: "${tlsListen}", tls: true}]
  max_body_size: 100k
  tls:
    redirect_http: false
    certificates:
      - {hosts: [one.example], cert_file: one.pem, key_file: one.key}
      - {cert_file: any.pem, key_file: any.key}
      - {hosts: ["*.wild.example"], cert_file: wild.pem, key_file: wild.key}
metrics: {addr: "${metrics}"}
services: [{id: echo, nodes: [{address: "${upstreamIp('echo')}"}]}]
routes:
  - {id: one, path: "/**", hosts: [one.example], service_id: echo, request_headers: {set: {X-Route: one}}}
  - {id: all, path: "/**", service_id: echo, request_headers: {set: {X-Scheme: "\${scheme}"}}}
`;
      },
      {
        files: {
          'any.pem': any.cert,
          'any.key': any.key,
          'one.pem': one.cert,
          'one.key': one.key,
          'wild.pem': wild.cert,
          'wild.key': wild.key,
        },
      },
    );
  });
  afterAll(() => env.dispose());

  it.each([
    ['one.example', 'DNS:one.example'],
    ['ONE.example', 'DNS:one.example'],
    ['a.wild.example', 'DNS:*.wild.example'],
    ['other.example', 'DNS:any.example'],
    ['', 'DNS:any.example'],
  ])('show the certificate of the name asked for: "%s" (M195)', async (servername, names) => {
    expect((await handshake(gateway.tlsUrl(''), { servername })).names).toBe(names);
  });

  it('are verified by a client that knows the authority (M195)', async () => {
    const answer = await rawRequest(gateway.tlsUrl(''), '/x', {
      host: 'one.example',
      tls: { servername: 'one.example', ca: authority.cert, rejectUnauthorized: true },
    });
    expect(echo(answer).headers).toMatchObject({
      'x-route': 'one',
      'x-forwarded-proto': 'https',
      'x-forwarded-port': tlsPort,
    });
  });

  it('serve what plain listeners serve, and say which they are', async () => {
    expect(echo(await rawRequest(gateway.tlsUrl(''), '/x')).headers).toMatchObject({
      'x-scheme': 'https',
      'x-forwarded-proto': 'https',
    });
    expect(echo(await gateway.request('/x')).headers).toMatchObject({
      'x-scheme': 'http',
      'x-forwarded-proto': 'http',
    });
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('speak %s', async (version) => {
    const done = await handshake(gateway.tlsUrl(''), { minVersion: version, maxVersion: version });
    expect(done.protocol).toBe(version);
  });

  it('answer plain HTTP with 400 as JSON', async () => {
    const text = await rawExchange(
      gateway.tlsUrl(''),
      'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    );
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(text).toContain('"code":"INVALID_REQUEST"');
  });

  describe('with HTTP/2 (M194)', () => {
    it('offer it', async () => {
      const done = await handshake(gateway.tlsUrl(''), { ALPNProtocols: ['h2', 'http/1.1'] });
      expect(done.alpn).toBe('h2');
      expect((await handshake(gateway.tlsUrl(''), { ALPNProtocols: ['http/1.1'] })).alpn).toBe('http/1.1');
    });

    it('serve many requests at once on one connection (M194)', async () => {
      const client = http2Client(gateway.tlsUrl(''), 'one.example');
      const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => client.request(`/n/${i}`)));
      client.close();
      for (const [i, answer] of answers.entries()) {
        const seen = JSON.parse(answer.text);
        expect(answer.status).toBe(200);
        expect(seen).toMatchObject({ url: `/n/${i}`, headers: { host: 'one.example', 'x-route': 'one' } });
        expect(seen.headers['x-request-id']).toBe(answer.headers['x-request-id']);
      }
    });

    it('carry bodies, and refuse those that are too large', async () => {
      const client = http2Client(gateway.tlsUrl(''), 'one.example');
      const sent = await client.request('/x', { method: 'POST', body: 'y'.repeat(100 * 1024) });
      expect(JSON.parse(sent.text)).toMatchObject({ bodySize: 100 * 1024 });
      const refused = await client.request('/x', { method: 'POST', body: 'y'.repeat(101 * 1024) });
      client.close();
      expect(refused.status).toBe(413);
      expect(JSON.parse(refused.text)).toMatchObject({ code: 'BODY_TOO_LARGE' });
    });

    it('answer errors as over HTTP/1.1', async () => {
      const client = http2Client(gateway.tlsUrl(''), 'one.example');
      const bad = await client.request('/a/%2e%2e/b');
      const next = await client.request('/x');
      client.close();
      expect(bad.status).toBe(400);
      expect(JSON.parse(bad.text)).toMatchObject({
        code: 'INVALID_REQUEST',
        request_id: bad.headers['x-request-id'],
      });
      expect(next.status).toBe(200);
    });
  });
});
