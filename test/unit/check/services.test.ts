import { describe, expect, it } from 'vitest';
import { check } from '../../../src/check/check.ts';
import { gatewayDocument } from '../../oracle/document.ts';
import { diagnose, findings, pointers } from './findings.ts';

describe('services', () => {
  it('names the service that was probably meant', () => {
    const [found] = diagnose({ routes: [{ service_id: 'user-servce' }], services: [{ id: 'user-service' }] });
    expect(found).toMatchObject({
      code: 'GW2001',
      severity: 'error',
      message: 'unknown service "user-servce"',
      help: 'did you mean "user-service"?',
      context: 'route r0',
    });
  });

  it('refuses a disabled service and points at where it is disabled', () => {
    const [found] = diagnose({ routes: [{ service_id: 's0' }], services: [{ enabled: false }] });
    expect(found).toMatchObject({ code: 'GW2016', labels: [{ span: { file: '/services/0/enabled' } }] });
  });

  it('refuses to verify a certificate against an address, unless it is told the name', () => {
    const https = (tls?: object): never =>
      ({ protocol: 'https', nodes: [{ host: '10.0.0.7' }], tls }) as never;
    const found = (tls?: object) => findings({ routes: [{ service_id: 's0' }], services: [https(tls)] });
    expect(found()).toContain('GW2046 /services/0/nodes/0');
    expect(found({ at: [], verify: true, server_name: 'a.example' })).not.toContain(
      'GW2046 /services/0/nodes/0',
    );
    expect(found({ at: [], verify: false })).not.toContain('GW2046 /services/0/nodes/0');
  });

  it('looks at enabled routes only', () => {
    expect(findings({ routes: [{ service_id: 'none', enabled: false, path: '/a//b' }] })).toEqual([]);
  });

  it('compares ids in any case, for they name upstreams', () => {
    expect(
      findings({
        routes: [
          { id: 'a', path: '/a' },
          { id: 'A', path: '/b' },
        ],
        services: [{ id: 's', nodes: [{ id: 'n' }, { id: 'N' }] }, { id: 'S' }],
      }),
    ).toEqual(['GW2002 /routes/1/id', 'GW2003 /services/1/id', 'GW2004 /services/0/nodes/1/id']);
  });

  it.each(['', 'a b', 'ü', 'a/b', 'x'.repeat(65), '${a}'])('refuses the id %j (S3)', (id) => {
    expect(findings({ routes: [{ id }] })).toContain('GW2006 /routes/0/id');
  });

  it.each([
    ['no nodes', [], 'GW2014 /services/0'],
    ['only disabled ones', [{ enabled: false }], 'GW2014 /services/0/nodes'],
    ['only weight 0', [{ weight: 0 }], 'GW2014 /services/0/nodes'],
    ['one of weight 0', [{}, { weight: 0 }], 'GW4001 /services/0/nodes/1/weight'],
    ['one address twice', [{ host: '::1' }, { host: '0:0::1' }], 'GW2005 /services/0/nodes/1/address'],
  ])('reports a service with %s (M145)', (_, nodes, expected) => {
    expect(findings({ services: [{ nodes }] })).toContain(expected);
  });

  it('warns of a service nobody uses, and of a gateway without routes', () => {
    const codes = check(gatewayDocument({ services: [{}] }), pointers).map(
      ({ code, severity }) => `${code} ${severity}`,
    );
    expect(codes).toEqual(['GW2015 warning', 'GW2034 warning']);
  });

  it('refuses an unknown balancer and takes every spelling of a known one (D10)', () => {
    const balancer = (algorithm: string) => ({
      load_balancer: { at: ['services', 0, 'load_balancer'], algorithm, options: {} },
    });
    expect(findings({ services: [balancer('round-robbin')] })).toEqual([
      'GW2041 /services/0/load_balancer/algorithm',
    ]);
    expect(findings({ services: [balancer('Round_Robin')] })).toEqual([]);
  });

  it.each([
    [{ hash_on: 'header' }, 'GW2047 /services/0/load_balancer/hash_on'],
    [
      { hash_on: 'cookie', header: 'X-A' },
      'GW2047 /services/0/load_balancer/header GW2047 /services/0/load_balancer/hash_on',
    ],
    [{ hash_on: 'ip', query: 'user' }, 'GW2047 /services/0/load_balancer/query'],
    [{ hash_on: 'query', query: 'user' }, ''],
    [{ hash_on: 'path' }, ''],
  ])('wants the name of what is hashed, and no other (M058): %j', (options, expected) => {
    const load_balancer = { at: ['services', 0, 'load_balancer'], algorithm: 'consistent-hash', options };
    expect(findings({ services: [{ load_balancer }] }).join(' ')).toBe(expected);
  });

  it('judges retries by what nginx can do', () => {
    const retry = {
      at: ['routes', 0, 'retry'],
      attempts: 3,
      on: ['5xx', '501'],
      non_idempotent: true,
      per_try_timeout: 60_000,
    };
    expect(findings({ routes: [{ service_id: 's0', retry } as never], services: [{}] })).toEqual([
      'GW2027 /routes/0/retry/on/1',
      'GW2042 /routes/0/retry/per_try_timeout',
      'GW4002 /routes/0/retry/non_idempotent',
      'GW4005 /routes/0/retry/attempts',
    ]);
  });

  it('wants the nodes to agree on the host that "upstream" sends (M225)', () => {
    const route = { service_id: 's0', host_rewrite: 'upstream' };
    const differ = findings({
      routes: [route],
      services: [{ nodes: [{ host: 'a.test' }, { host: 'b.test' }] }],
    });
    expect(differ).toEqual(['GW2028 /routes/0/host_rewrite']);
    const agree = findings({
      routes: [route],
      services: [{ nodes: [{ host: 'a.test' }, { host: 'A.test', port: 81 }] }],
    });
    expect(agree).toEqual([]);
  });

  it('judges TLS to a service', () => {
    const tls = { at: ['services', 0, 'tls'], verify: false, cert_file: 'a.pem' };
    expect(findings({ services: [{ protocol: 'https', tls }] })).toEqual([
      'GW3006 /services/0/tls/verify',
      'GW2044 /services/0/tls',
    ]);
    expect(findings({ services: [{ tls: { ...tls, key_file: 'gone.key' } }] })).toEqual([
      'GW2036 /services/0/tls/key_file',
      'GW2043 /services/0/tls',
    ]);
  });
});
