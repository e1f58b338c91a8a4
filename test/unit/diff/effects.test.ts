import { describe, expect, it } from 'vitest';
import { clashingPorts } from '../../../src/diff/sockets.ts';
import { diff, withRoutes } from './read.ts';

const HEAD = 'version: 1\nroutes: [{id: a, path: /a, service_id: s}]\n';
const NODES = 'nodes: [{address: "10.0.0.1:80"}]';
const of = async (before: string, after: string) => (await diff(before, after)).effects;
const listening = (listen: string) => `${HEAD}services: [{id: s, ${NODES}}]\nserver: {listen: ${listen}}\n`;
const service = (text: string) => `${HEAD}services: [{id: s, ${NODES}, ${text}}]\n`;

describe('what it takes', () => {
  it('is nothing, a reload, or a restart where nginx cannot change over', async () => {
    expect(await of(listening('80'), listening('80'))).toMatchObject({ action: 'nothing' });
    expect(await of(listening('80'), listening('81'))).toMatchObject({ action: 'reload', reasons: [] });
    expect(await of(listening('80'), listening('"127.0.0.1:80"'))).toMatchObject({
      action: 'restart',
      reasons: [expect.stringContaining('port 80')],
    });
    const other = `${listening('80')}nginx: {binary_path: /opt/nginx}\n`;
    expect(await of(listening('80'), other)).toMatchObject({
      action: 'restart',
      reasons: ['nginx.binary_path: none → /opt/nginx'],
    });
  });
  it('knows which sockets get in each other’s way', () => {
    const at = (...addresses: string[]) =>
      addresses.map((address) => ({ use: 'public' as const, address, tls: false }));
    expect(clashingPorts(at('80'), at('127.0.0.1:80', '81'))).toEqual(['80']);
    expect(clashingPorts(at('127.0.0.1:80'), at('80'))).toEqual(['80']);
    expect(clashingPorts(at('80'), at('80', '127.0.0.1:80'))).toEqual([]);
    expect(clashingPorts(at('80'), at('[::]:80'))).toEqual([]);
    expect(clashingPorts(at('[::]:80'), at('[::1]:80'))).toEqual(['80']);
    expect(clashingPorts(at('127.0.0.1:80'), at('127.0.0.2:80'))).toEqual([]);
  });
  it('names listeners that open and close', async () => {
    const { closed, opened } = await of(listening('[80, 81]'), listening('[81, "10.0.0.1:82"]'));
    expect(opened.map(({ address }) => address)).toEqual(['10.0.0.1:82']);
    expect(closed.map(({ address }) => address)).toEqual(['80']);
  });
  it('names shared dictionaries that lose what they hold (T3)', async () => {
    const many = Array.from({ length: 1_100 }, (_, i) => `{id: r${i}, path: /r${i}, service_id: s}`);
    const { emptied } = await of(withRoutes(many[0] as string), withRoutes(...many));
    expect(emptied).toEqual([{ dictionary: 'gw_metrics', old: 4 * 1024 ** 2, new: 8 * 1024 ** 2 }]);
    expect((await of(withRoutes(many[0] as string), withRoutes(many[1] as string))).emptied).toEqual([]);
  });
  it('names nodes that get no requests any more, but not those another service has', async () => {
    const before = `${HEAD}services: [{id: s, nodes: [{address: "10.0.0.1:80"}, {address: "10.0.0.2:80"}, {address: "10.0.0.3:80"}]}]\n`;
    const after = `${before.replace(', {address: "10.0.0.2:80"}, {address: "10.0.0.3:80"}]}]', ']}, {id: t, nodes: [{address: "10.0.0.2:80"}]}]').replace('service_id: s}', 'service_id: s}, {id: b, path: /b, service_id: t}')}`;
    expect((await of(before, after)).silenced).toEqual([{ service: 's', address: '10.0.0.3:80' }]);
  });
});

describe('what gets weaker', () => {
  it.each([
    [
      'a longer timeout',
      service('timeout: 5s'),
      service('timeout: 6s'),
      { entity: 'service', id: 's', field: 'timeout', kind: 'limit' },
    ],
    [
      'a larger body',
      `${service('timeout: 5s')}server: {max_body_size: 1m}\n`,
      `${service('timeout: 5s')}server: {max_body_size: 2m}\n`,
      { field: 'server.max_body_size', kind: 'limit' },
    ],
    [
      'an unverified upstream',
      service('protocol: https'),
      service('protocol: https, tls: {verify: false}'),
      { field: 'tls.verify', kind: 'security' },
    ],
    [
      'an upstream without TLS',
      service('protocol: https'),
      service('protocol: http'),
      { field: 'protocol', kind: 'security' },
    ],
    [
      'a trusted proxy more',
      `${service('timeout: 5s')}server: {trusted_proxies: [10.0.0.1]}\n`,
      `${service('timeout: 5s')}server: {trusted_proxies: [10.0.0.1, 10.0.0.2]}\n`,
      { field: 'server.trusted_proxies', kind: 'security' },
    ],
    [
      'metrics for everybody',
      `${service('timeout: 5s')}metrics: {addr: "127.0.0.1:9090"}\n`,
      `${service('timeout: 5s')}metrics: {addr: ":9090"}\n`,
      { entity: 'listener', kind: 'security' },
    ],
  ])('%s', async (_, before, after, weaker) => {
    expect((await of(before, after)).weaker).toEqual([expect.objectContaining(weaker)]);
    expect((await of(after, before)).weaker).toEqual([]);
  });
  it('a refusal that is gone, with the request that shows it (D4)', async () => {
    const refusing = `{id: admin, path: /admin, service_id: s, assertion_group_config: {on_fail: 403, assertions: [{type: header, header: x-role, operator: equals, value: admin}]}}`;
    const { rerouted, weaker } = await of(
      withRoutes(refusing),
      withRoutes('{id: admin, path: /admin, service_id: s}'),
    );
    expect(rerouted).toEqual([
      expect.objectContaining({
        from: { kind: 'route', route: 'admin', refuse: 403 },
        to: { kind: 'route', route: 'admin' },
      }),
    ]);
    expect(weaker).toEqual([expect.objectContaining({ entity: 'route', id: 'admin', kind: 'security' })]);
  });
  it('another service with longer timeouts', async () => {
    const both = (id: string) =>
      `version: 1\nroutes: [{id: a, path: /a, service_id: ${id}}, {id: b, path: /b, service_id: t}, {id: c, path: /c, service_id: s}]\nservices: [{id: s, timeout: 5s, ${NODES}}, {id: t, timeout: 50s, nodes: [{address: "10.0.0.2:80"}]}]\n`;
    expect((await of(both('s'), both('t'))).weaker).toEqual([
      { entity: 'route', id: 'a', field: 'timeout', old: 5_000, new: 50_000, kind: 'limit' },
    ]);
  });
});

describe('the risk', () => {
  it.each([
    ['none', withRoutes('{id: a, path: /a, service_id: s}'), withRoutes('{id: a, path: /a, service_id: s}')],
    [
      'low',
      withRoutes('{id: a, path: /a, service_id: s, timeout: 5s}'),
      withRoutes('{id: a, path: /a, service_id: s, timeout: 4s}'),
    ],
    [
      'medium',
      withRoutes('{id: a, path: /a, service_id: s}'),
      withRoutes('{id: a, path: /a, service_id: s}', '{id: b, path: /b, service_id: s}'),
    ],
    [
      'high',
      withRoutes('{id: a, path: /a, service_id: s}', '{id: b, path: /b, service_id: s}'),
      withRoutes('{id: a, path: /a, service_id: s}'),
    ],
  ])('is %s, on one line', async (level, before, after) => {
    const { risk } = await diff(before, after);
    expect(risk.level).toBe(level);
    expect(risk.summary).toMatch(/^[^\n]+$/);
  });
});
