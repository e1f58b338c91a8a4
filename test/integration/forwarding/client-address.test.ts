import { isIP } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Environment,
  eventually,
  type Gateway,
  newEnvironment,
  type RawRequest,
} from '../harness/index.ts';
import { echo } from './echo.ts';

const SPOOFED = {
  'X-Forwarded-For': '6.6.6.6',
  'X-Real-IP': '6.6.6.6',
  'X-Forwarded-Proto': 'https',
  'X-Forwarded-Host': 'evil.example',
  'X-Forwarded-Port': '443',
};

describe('who the client is', () => {
  let env: Environment;
  /** Trusts nobody that sends to it. */
  let wary: Gateway;
  /** Trusts the tests, and 10.1.0.0/16 behind them. */
  let trusting: Gateway;
  /** The address the gateway sees the tests come from. */
  let peer: string;

  const seen = async (gateway: Gateway, init: RawRequest = {}) =>
    echo(await gateway.request('/x', init)).headers;

  beforeAll(async () => {
    env = await newEnvironment();
    await env.startUpstream('echo');
    const start = (trusted: readonly string[]) =>
      env.startGateway(
        ({ listen, metrics, upstreamIp }) => `
server: {listen: "${listen}", trusted_proxies: ${JSON.stringify(trusted)}}
metrics: {addr: "${metrics}"}
services: [{id: echo, nodes: [{address: "${upstreamIp('echo')}"}]}]
routes:
  - id: nine
    path: /x
    service_id: echo
    priority: 1
    assertion_group_config: {type: and, assertions: [{type: ip, value: "9.9.9.0/24", operator: in_cidr}]}
    request_headers: {set: {X-Nine: "\${client_ip}"}}
  - {id: all, path: "/**", service_id: echo}
`,
      );
    wary = await start(['198.51.100.0/24']);
    peer = (await seen(wary))['x-real-ip'] ?? '';
    trusting = await start([peer, '10.1.0.0/16', '2001:db8:7::/48']);
  });
  afterAll(() => env.dispose());

  describe('when the peer is not trusted', () => {
    it('is the peer, and the service is told so (M164, D28)', async () => {
      const headers = await seen(wary, { host: 'api.example:81' });
      expect(isIP(peer)).toBe(4);
      expect(headers).toMatchObject({
        'x-forwarded-for': peer,
        'x-real-ip': peer,
        'x-forwarded-proto': 'http',
        'x-forwarded-host': 'api.example:81',
        host: 'api.example:81',
      });
      expect(headers['x-forwarded-port']).toMatch(/^\d+$/);
    });

    it('is the peer, whatever the peer says; X-Forwarded-For is appended to (S13, D28, D36)', async () => {
      const headers = await seen(wary, { host: 'api.example', headers: { ...SPOOFED, Host: 'api.example' } });
      expect(headers).toMatchObject({
        'x-forwarded-for': `6.6.6.6, ${peer}`,
        'x-real-ip': peer,
        'x-forwarded-proto': 'http',
        'x-forwarded-host': 'api.example',
      });
      expect(headers['x-forwarded-port']).not.toBe('443');
    });

    it('cannot slip into an address condition (D36)', async () => {
      const headers = await seen(wary, { headers: { 'X-Forwarded-For': '9.9.9.9', 'X-Real-IP': '9.9.9.9' } });
      expect(headers['x-nine']).toBeUndefined();
    });
  });

  describe('when the peer is trusted', () => {
    it.each([
      ['9.9.9.9', '9.9.9.9'],
      ['6.6.6.6, 9.9.9.9', '9.9.9.9'],
      ['6.6.6.6, 9.9.9.9, 10.1.2.3', '9.9.9.9'],
      ['9.9.9.9, 10.1.2.3, 2001:db8:7::1, 10.1.0.1', '9.9.9.9'],
      ['garbage, 9.9.9.9', '9.9.9.9'],
      ['6.6.6.6, ::ffff:9.9.9.9', '9.9.9.9'],
      ['6.6.6.6, 2001:DB8::9', '2001:db8::9'],
    ])('is the rightmost address that is not: %s (S13, D36)', async (list, client) => {
      const headers = await seen(trusting, { headers: { 'X-Forwarded-For': list } });
      expect(headers).toMatchObject({ 'x-forwarded-for': `${list}, ${peer}`, 'x-real-ip': client });
      expect(headers['x-nine']).toBe(client === '9.9.9.9' ? client : undefined);
    });

    it('is found over several header lines (S13)', async () => {
      const headers = await seen(trusting, {
        headers: [
          ['X-Forwarded-For', '6.6.6.6'],
          ['X-Forwarded-For', '9.9.9.9'],
          ['X-Forwarded-For', '10.1.0.9'],
        ],
      });
      expect(headers).toMatchObject({
        'x-forwarded-for': `6.6.6.6, 9.9.9.9, 10.1.0.9, ${peer}`,
        'x-nine': '9.9.9.9',
      });
    });

    it('is the peer when the header holds no address (S13)', async () => {
      const headers = await seen(trusting, { headers: { 'X-Forwarded-For': 'unknown' } });
      expect(headers['x-real-ip']).toBe(peer);
    });

    it('came as the peer says: scheme, host, port (M164, S13)', async () => {
      expect(await seen(trusting, { headers: SPOOFED })).toMatchObject({
        'x-forwarded-proto': 'https',
        'x-forwarded-host': 'evil.example',
        'x-forwarded-port': '443',
      });
    });

    it('came as the gateway saw it where the peer says nothing, or nonsense', async () => {
      const nonsense = { 'X-Forwarded-Proto': 'gopher', 'X-Forwarded-Host': 'a b', 'X-Forwarded-Port': 'x' };
      for (const headers of [{}, nonsense]) {
        const got = await seen(trusting, {
          host: 'api.example',
          headers: { ...headers, Host: 'api.example' },
        });
        expect(got).toMatchObject({ 'x-forwarded-proto': 'http', 'x-forwarded-host': 'api.example' });
        expect(got['x-forwarded-port']).toMatch(/^\d+$/);
      }
    });

    it('is in the access log, with its user agent and the time it came (M019, M020)', async () => {
      const before = Date.now();
      const answer = await trusting.request('/x', {
        headers: { 'X-Forwarded-For': '9.9.9.9', 'User-Agent': 'probe/1.0' },
      });
      const line = await eventually('the line', async () =>
        (await trusting.accessLog()).find(({ request_id }) => request_id === answer.headers['x-request-id']),
      );
      expect(line).toMatchObject({ client_ip: '9.9.9.9', user_agent: 'probe/1.0' });
      const ended = Date.parse(String(line.time));
      expect(ended).toBeGreaterThanOrEqual(before - 1000); // whole seconds
      expect(ended).toBeLessThanOrEqual(Date.now());
      expect(line.duration).toBeGreaterThanOrEqual(0);
    });
  });
});
