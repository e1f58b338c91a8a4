import { describe, expect, it } from 'vitest';
import type { CertificateBlock, ListenBlock } from '../../../src/model/document.ts';
import { findings } from './findings.ts';

const listen = (...sockets: readonly (readonly [string, number, boolean?])[]): readonly ListenBlock[] =>
  sockets.map(([host, port, tls = false], i) => ({ at: ['server', 'listen', i], host, port, tls }));
const certificate = (i: number, hosts: readonly string[], cert_file = 'c.pem'): CertificateBlock => ({
  at: ['server', 'tls', 'certificates', i],
  hosts,
  cert_file,
  key_file: 'k.pem',
});
const tls = (...certificates: readonly CertificateBlock[]) =>
  ({ at: ['server', 'tls'], certificates, min_version: '1.2', redirect_http: true }) as const;

describe('listeners', () => {
  it.each([
    [
      [
        ['', 80],
        ['', 80],
      ],
      true,
    ],
    [
      [
        ['0.0.0.0', 80],
        ['10.0.0.1', 80],
      ],
      true,
    ],
    [
      [
        ['::', 80],
        ['::1', 80],
      ],
      true,
    ],
    [
      [
        ['', 80],
        ['::', 80],
      ],
      false,
    ],
    [
      [
        ['10.0.0.1', 80],
        ['10.0.0.2', 80],
      ],
      false,
    ],
  ] as const)('%j collide: %s', (sockets, collide) => {
    expect(findings({ server: { listen: listen(...sockets) } })).toEqual(
      collide ? ['GW2017 /server/listen/1'] : [],
    );
  });

  it('do not take the port of the metrics', () => {
    expect(findings({ server: { listen: listen(['', 9090]) } })).toEqual(['GW2017 /metrics/addr']);
    expect(findings({ server: { listen: listen(['', 9090]) }, metrics: { enabled: false } })).toEqual([]);
  });

  it('have a certificate when they use TLS, and certificates have a listener', () => {
    expect(findings({ server: { listen: listen(['', 443, true]) } })).toEqual(['GW2018 /server/listen/0']);
    expect(findings({ server: { tls: tls(certificate(0, [])) } })).toEqual(['GW2019 /server/tls']);
    expect(findings({ server: { listen: listen(['', 443, true]), tls: tls(certificate(0, [])) } })).toEqual(
      [],
    );
  });

  it('have one certificate for each host, and files that are there', () => {
    const server = { listen: listen(['', 443, true]) };
    const twice = tls(
      certificate(0, ['a.test']),
      certificate(1, ['A.test']),
      certificate(2, []),
      certificate(3, []),
    );
    expect(findings({ server: { ...server, tls: twice } })).toEqual([
      'GW2020 /server/tls/certificates/1',
      'GW2020 /server/tls/certificates/3',
    ]);
    const missing = tls(certificate(0, ['a.test'], 'gone'), certificate(1, ['b.test'], '/etc/gone'));
    expect(findings({ server: { ...server, tls: missing } })).toEqual([
      'GW2036 /server/tls/certificates/0/cert_file',
      'GW4004 /server/tls/certificates/1/cert_file',
    ]);
  });

  it('trust networks, and not everybody (S13, D36)', () => {
    expect(
      findings({ server: { trusted_proxies: ['10.0.0.0/8', '10.0.0.0/40', '0.0.0.0/0', '::/0'] } }),
    ).toEqual([
      'GW2021 /server/trusted_proxies/1',
      'GW3005 /server/trusted_proxies/2',
      'GW3005 /server/trusted_proxies/3',
    ]);
  });

  it.each([
    ['127.0.0.1', false],
    ['10.1.2.3', false],
    ['::1', false],
    ['localhost', false],
    ['', true],
    ['0.0.0.0', true],
    ['203.0.113.5', true],
  ])('metrics on %j are public: %s (S17)', (host, open) => {
    expect(findings({ metrics: { host } })).toEqual(open ? ['GW3004 /metrics/addr'] : []);
  });
});
