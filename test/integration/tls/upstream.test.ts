import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newAuthority } from '../../fixtures/certificates.ts';
import { type Echo, echo } from '../forwarding/echo.ts';
import { type Environment, type Gateway, newEnvironment } from '../harness/index.ts';

describe('TLS to the service', () => {
  let env: Environment;
  let gateway: Gateway;

  beforeAll(async () => {
    env = await newEnvironment();
    const authority = newAuthority();
    const stranger = newAuthority();
    const own = authority.issue('gateway.internal');
    await Promise.all([
      env.startUpstream('alpha', { tls: authority.issue('alpha', 'svc.internal') }),
      env.startUpstream('beta', { tls: authority.issue('beta') }),
      env.startUpstream('mallory', { tls: authority.issue('beta') }),
      env.startUpstream('strict', { tls: { ...authority.issue('strict'), clientCa: authority.cert } }),
    ]);
    gateway = await env.startGateway(
      ({ listen, metrics, upstreamIp, upstreamName }) => {
        const service = (id: string, address: string, tls: string) =>
          `  - {id: ${id}, protocol: https, nodes: [{address: "${address}"}], tls: {${tls}}}\n`;
        const ids = [
          'named',
          'wrong-name',
          'default',
          'stranger',
          'unverified',
          'mallory',
          'mutual',
          'anonymous',
        ];
        return `
server: {listen: "${listen}", workers: 1}
metrics: {addr: "${metrics}"}
services:
${service('named', upstreamIp('alpha'), 'server_name: svc.internal, ca_file: ca.pem')}\
${service('wrong-name', upstreamIp('alpha'), 'server_name: other.internal, ca_file: ca.pem')}\
${service('default', upstreamName('alpha'), 'server_name: svc.internal')}\
${service('stranger', upstreamName('alpha'), 'ca_file: stranger.pem')}\
${service('unverified', upstreamName('mallory'), 'verify: false')}\
${service('mallory', upstreamName('mallory'), 'ca_file: ca.pem')}\
${service('mutual', upstreamName('strict'), 'ca_file: ca.pem, cert_file: own.pem, key_file: own.key')}\
${service('anonymous', upstreamName('strict'), 'ca_file: ca.pem')}\
  - id: each
    protocol: https
    load_balancer: {algorithm: round_robin}
    nodes: [{address: "${upstreamName('alpha')}"}, {address: "${upstreamName('beta')}"}]
    tls: {ca_file: ca.pem}
  - id: mixed
    protocol: https
    nodes: [{address: "${upstreamName('beta')}"}, {address: "${upstreamName('mallory')}"}]
    load_balancer: {algorithm: round_robin}
    tls: {ca_file: ca.pem}
    retry: {attempts: 2, on: [connection]}
routes:
${[...ids, 'each', 'mixed'].map((id) => `  - {id: ${id}, path: /${id}, service_id: ${id}}\n`).join('')}`;
      },
      {
        names: 'upstreams',
        files: {
          'ca.pem': authority.cert,
          'stranger.pem': stranger.cert,
          'own.pem': own.cert,
          'own.key': own.key,
        },
      },
    );
  });
  afterAll(() => env.dispose());

  it('asks for server_name and verifies it, on a node that is an address (M195)', async () => {
    const seen = echo(await gateway.request('/named'));
    expect(seen).toMatchObject({ server: 'alpha', sni: 'svc.internal' });
  });

  it('asks each node for its own name, and verifies that (M195)', async () => {
    const seen: Echo[] = [];
    for (let sent = 0; sent < 6; sent += 1) seen.push(echo(await gateway.request('/each')));
    expect(new Set(seen.map(({ server }) => server))).toEqual(new Set(['alpha', 'beta']));
    for (const { server, sni } of seen) expect(sni).toBe(server);
  });

  it.each([
    ['a certificate for another name', 'wrong-name'],
    ['an authority the system does not know: verification is on by default', 'default'],
    ['another authority than ca_file', 'stranger'],
    ['a node that shows another node’s certificate', 'mallory'],
  ])('refuses %s: 502, and the log says why', async (_, id) => {
    const answer = await gateway.request(`/${id}`);
    expect(answer.status).toBe(502);
    expect(answer.json()).toMatchObject({ code: 'UPSTREAM_ERROR' });
    expect(await gateway.logs()).toMatch(/upstream SSL certificate (verify error|does not match)/);
  });

  it('accepts anything with verify: false', async () => {
    expect(echo(await gateway.request('/unverified'))).toMatchObject({ server: 'mallory', sni: 'mallory' });
  });

  it('refused at one node is tried at the next, with that node’s name', async () => {
    for (let sent = 0; sent < 4; sent += 1)
      expect(echo(await gateway.request('/mixed'))).toMatchObject({ server: 'beta', sni: 'beta' });
  });

  it('shows the gateway’s own certificate where the service wants one', async () => {
    expect(echo(await gateway.request('/mutual'))).toMatchObject({
      server: 'strict',
      client: 'gateway.internal',
    });
    expect((await gateway.request('/anonymous')).status).toBe(502);
  });
});
