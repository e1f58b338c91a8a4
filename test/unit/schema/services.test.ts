import { describe, expect, it } from 'vitest';
import type { ServiceBlock } from '../../../src/model/document.ts';
import { problems, read } from './read.ts';

const services = async (text: string): Promise<readonly ServiceBlock[]> => {
  const { document, diagnostics } = await read(text);
  expect(diagnostics).toEqual([]);
  return document?.services ?? [];
};
const inline = (...services: readonly string[]): string =>
  `routes:\n${services.map((one, i) => `  - {id: r${i}, path: /${i}, service: ${one}}`).join('\n')}`;

describe('where services stand (D11)', () => {
  const nodes = 'nodes: [{address: a:1}]';
  it.each([
    ['services', `services: [{id: s, ${nodes}}]`, ['services', 0]],
    [
      'proxy.service.services',
      `proxy: {service: {services: [{id: s, ${nodes}}]}}`,
      ['proxy', 'service', 'services', 0],
    ],
    ['proxy.service', `proxy: {service: [{id: s, ${nodes}}]}`, ['proxy', 'service', 0]],
    ['a route', inline('{name: s, endpoints: [a:1]}'), ['routes', 0, 'service']],
  ])('takes them from %s (M099, M101, M144)', async (_, text, at) => {
    const [one, ...more] = await services(text);
    expect(more).toEqual([]);
    expect(one).toMatchObject({
      at,
      id: 's',
      enabled: true,
      protocol: 'http',
      timeout: 60_000,
      connect_timeout: 5_000,
      keepalive: { size: 64, timeout: 60_000, requests: 1000 },
      load_balancer: { algorithm: 'weighted-round-robin', options: {} },
      nodes: [{ id: 'a:1', host: 'a', port: 1, weight: 100, enabled: true, metadata: {} }],
    });
  });
  it('reads the block of example C (M142, M144-M147)', async () => {
    const all = await services(`
proxy:
  id: main-proxy
  enabled: true
  type: http
  name: main
  service:
    discovery: {enabled: false, registry: consul}
    services:
      - id: user-service
        name: users
        enabled: false
        nodes:
          - {id: user-node-1, address: "user-service-1:8080", weight: 150, enabled: true, metadata: {zone: zone-a, version: 2}}
        load_balancer: {algorithm: Weighted_Round_Robin, health_check: {enabled: false, interval: 5s}}`);
    expect(all).toMatchObject([
      {
        id: 'user-service',
        name: 'users',
        enabled: false,
        nodes: [
          {
            id: 'user-node-1',
            host: 'user-service-1',
            port: 8080,
            weight: 150,
            metadata: { zone: 'zone-a', version: '2' },
          },
        ],
        load_balancer: { algorithm: 'weighted-round-robin' },
      },
    ]);
  });
  it('disables the services of a disabled proxy', async () => {
    const [one] = await services('proxy: {enabled: false, service: [{id: s, nodes: [{address: a:1}]}]}');
    expect(one?.enabled).toBe(false);
  });
});

describe('inline services', () => {
  it('are one when two routes write the same one', async () => {
    const text = inline(
      '{name: s, endpoints: ["a:1", "http://b:2"]}',
      '{name: s, endpoints: ["http://b:2/", "a:1"]}',
    );
    expect((await services(text)).map(({ id }) => id)).toEqual(['s']);
  });
  it('are an error when two of one name differ', async () => {
    expect(await problems(inline('{name: s, endpoints: a:1}', '{name: s, endpoints: a:2}'))).toEqual([
      expect.stringMatching(
        /^GW1111 3:24 the inline service s of route r1 .*route r0 writes another one \(route r1\)/,
      ),
    ]);
  });
  it('are an error when the list has one of that name', async () => {
    const text = `${inline('{name: s, endpoints: a:1}')}\nservices: [{id: s, nodes: [{address: a:1}]}]`;
    expect(await problems(text)).toEqual([
      expect.stringMatching(/^GW1111 .*the list of services has one too/),
    ]);
  });
});

describe('protocols and addresses', () => {
  it.each([
    ['{address: "a"}', 'http', 'a', 80],
    ['{url: "https://A.example"}', 'https', 'a.example', 443],
    ['{address: "http://10.0.0.7:8080/"}', 'http', '10.0.0.7', 8080],
    ['{address: "[2001:DB8::1]:81"}', 'http', '2001:db8::1', 81],
  ])('reads %s', async (node, protocol, host, port) => {
    const [one] = await services(`services: [{id: s, nodes: [${node}]}]`);
    expect([one?.protocol, one?.nodes[0]?.host, one?.nodes[0]?.port]).toEqual([protocol, host, port]);
  });
  it.each([
    ['http://a/b', 'has a path'],
    ['ftp://a', 'has the scheme "ftp"'],
    ['http://me:secret@a', 'holds a user name'],
    ['2001:db8::1', 'needs brackets'],
    ['a:99999', 'has no port from 1 to 65535'],
    ['1.2.3', 'has no valid host name'],
    ['a b:80', 'is not the address of a node'],
    ['a:1\\n', 'is not the address of a node'],
  ])('refuses %s', async (address, words) => {
    const [problem] = await problems(`services: [{id: s, nodes: [{address: "${address}"}]}]`);
    expect(problem).toMatch(/^GW1110 /);
    expect(problem).toContain(words);
    expect(problem).not.toContain('secret');
  });
  it('refuses nodes that contradict their service', async () => {
    expect(await problems('services: [{id: s, protocol: http, nodes: [{address: "https://a"}]}]')).toEqual([
      expect.stringContaining('GW1111 1:54 a node of the service s says https, but the service says http'),
    ]);
    expect(
      await problems('services: [{id: s, nodes: [{address: "https://a"}, {address: "http://b"}]}]'),
    ).toHaveLength(1);
  });
  it('takes the protocol from the route where the service is silent, and refuses a contradiction (M158, M184)', async () => {
    const text = (protocol: string): string =>
      `routes: [{id: r, path: /, service_id: s, protocol: https}]\nservices: [{id: s, ${protocol}nodes: [{address: a}]}]`;
    expect((await services(text('')))[0]).toMatchObject({ protocol: 'https', nodes: [{ port: 443 }] });
    expect(await problems(text('protocol: http, '))).toEqual([
      expect.stringContaining('GW1111 1:52 route r speaks https to the service s, but the service says http'),
    ]);
  });
});
