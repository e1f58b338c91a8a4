import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Environment, eventually, type Gateway, newEnvironment, rawRequest } from '../harness/index.ts';
import { which } from '../harness/which.ts';
import { type Sample, samples, total } from './exposition.ts';

const DURATION = 'http_request_duration_seconds';
const SIZES = ['http_request_size_bytes', 'http_response_size_bytes'] as const;

describe('metrics', () => {
  let env: Environment;
  let gateway: Gateway;
  let text: string;
  let all: readonly Sample[];

  const scrape = async () => (await rawRequest(gateway.metricsUrl(''), '/metrics')).text;

  beforeAll(async () => {
    env = await newEnvironment();
    await env.startUpstream('echo');
    gateway = await env.startGateway(
      ({ listen, metrics, upstreamIp }) => `
server: {listen: "${listen}", workers: 2, max_body_size: 10m}
metrics: {addr: "${metrics}"}
services:
  - {id: echo, nodes: [{address: "${upstreamIp('echo')}"}]}
  - {id: refused, nodes: [{address: "127.0.0.1:1"}]}
routes:
  - {id: users, path: "/users/:id/**", service_id: echo}
  - {id: regex, path: "~^/re/(?<x>[a-z]+)$", service_id: echo}
  - {id: refused, path: /refused, service_id: refused}
  - {id: get, path: /get, methods: [GET], respond: {body: "{}"}}
  - {id: slow, path: /slow, service_id: echo}
`,
    );
    for (let i = 0; i < 30; i += 1) await gateway.request(`/users/secret-${i}/x?token=${i}`);
    for (let i = 0; i < 3; i += 1) await gateway.request('/users/7/x?status=503');
    await gateway.request('/users/7/x', { method: 'POST', body: 'x'.repeat(50_000) });
    await gateway.request('/users/7/x', { method: 'BREW' });
    await gateway.request('/users/7/x?bytes=2000000');
    await gateway.request('/re/abc');
    await gateway.request('/refused');
    await gateway.request('/get', { method: 'DELETE' });
    await gateway.request('/unknown/secret-path');
    await gateway.request('/slow?delay=300');
    const sent = 41;
    text = await eventually('all requests counted', async () => {
      const now = await scrape();
      return total(samples(now), 'http_requests_total') >= sent && now;
    });
    all = samples(text);
  });
  afterAll(() => env.dispose());

  const requests = (labels: Record<string, string>) => total(all, 'http_requests_total', labels);

  it('count requests by method, route, service and status, over both workers (M073, M074, M232, M309)', () => {
    expect(requests({})).toBe(41);
    expect(requests({ route: 'users', service: 'echo', method: 'GET', status: '200' })).toBe(31);
    expect(requests({ route: 'users', method: 'GET', status: '503' })).toBe(3);
    expect(requests({ route: 'users', method: 'POST', status: '200' })).toBe(1);
    expect(requests({ route: 'refused', service: 'refused', status: '502' })).toBe(1);
  });

  it('are labelled by the path template, never the path itself (D27)', () => {
    const endpoints = new Set(all.map(({ labels }) => labels.endpoint).filter((one) => one !== undefined));
    // "" is what no route took: DELETE /get among them.
    expect([...endpoints].sort()).toEqual(['', '/refused', '/slow', '/users/:id/**', '~^/re/(?<x>[a-z]+)$']);
    expect(text).not.toMatch(/secret|token|unknown/);
  });

  it('count what no route took, and methods nobody knows, without a label for each (M232, S18)', () => {
    expect(requests({ route: '', service: '', endpoint: '', status: '404' })).toBe(1);
    expect(requests({ route: '', status: '405', method: 'DELETE' })).toBe(1);
    expect(requests({ route: 'users', method: 'OTHER' })).toBe(1);
    expect(text).not.toContain('BREW');
  });

  it('have a duration histogram with the default buckets (M073, M233)', () => {
    const labels = { route: 'slow', method: 'GET', endpoint: '/slow' };
    const buckets = all.filter((one) => one.name === `${DURATION}_bucket` && one.labels.route === 'slow');
    const bounds = ['0.005', '0.01', '0.025', '0.05', '0.1', '0.25', '0.5', '1', '2.5', '5', '10', '+Inf'];
    expect(buckets.map((one) => one.labels.le)).toEqual(bounds);
    expect(total(all, `${DURATION}_bucket`, { ...labels, le: '0.25' })).toBe(0);
    expect(total(all, `${DURATION}_bucket`, { ...labels, le: '10' })).toBe(1);
    expect(total(all, `${DURATION}_sum`, labels)).toBeGreaterThanOrEqual(0.3);
    expect(total(all, `${DURATION}_count`, labels)).toBe(1);
  });

  it('have size histograms from 100 bytes to a gigabyte (M234, M235)', () => {
    for (const name of SIZES) {
      const buckets = all.filter(({ name: n, labels }) => n === `${name}_bucket` && labels.route === 'slow');
      const bounds = [100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, Number.POSITIVE_INFINITY];
      expect(buckets.map((one) => Number(one.labels.le?.replace('+Inf', 'Infinity')))).toEqual(bounds);
    }
    const post = { route: 'users', method: 'POST' };
    expect(total(all, 'http_request_size_bytes_sum', post)).toBeGreaterThanOrEqual(50_000);
    expect(total(all, 'http_request_size_bytes_bucket', { ...post, le: '10000' })).toBe(0);
    expect(total(all, 'http_request_size_bytes_bucket', { ...post, le: '100000' })).toBe(1);
    expect(total(all, 'http_response_size_bytes_sum', { route: 'users', method: 'GET' })).toBeGreaterThan(
      2_000_000,
    );
  });

  it('observe sizes only when there are any (M236)', async () => {
    const before = total(all, 'http_response_size_bytes_count');
    const aborted = rawRequest(gateway.url(''), '/slow?delay=600', { timeout: 150 });
    await expect(aborted).rejects.toThrow('no answer');
    const later = await eventually('the request without an answer', async () => {
      const now = samples(await scrape());
      return total(now, 'http_requests_total') === 42 && now;
    });
    // A client that went away got no byte: the request counts (499), its answer's size does not.
    expect(total(later, 'http_requests_total', { status: '499' })).toBe(1);
    expect(total(later, 'http_response_size_bytes_count')).toBe(before);
    expect(total(later, 'http_request_size_bytes_count')).toBe(42);
  });

  it('are what promtool calls clean', () => {
    const promtool = which('promtool');
    if (!promtool) throw new Error('there is no promtool here: scripts/setup.sh tools');
    const result = spawnSync(promtool, ['check', 'metrics'], { input: text, encoding: 'utf8' });
    expect(result.stdout + result.stderr).toBe('');
    expect(result.status).toBe(0);
  });

  it('tell the version and the generation that answer', () => {
    const [build] = all.filter(({ name }) => name === 'gatewayc_build_info');
    expect(build?.labels.generation).toMatch(/^[0-9a-f]{16}$/);
    expect(build?.labels.version).toMatch(/^\d+\.\d+\.\d+/);
  });

  it('have a listener of their own, with nothing else on it (M240, S17)', async () => {
    const answer = await rawRequest(gateway.metricsUrl(''), '/metrics');
    expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect((await rawRequest(gateway.metricsUrl(''), '/users/7/x')).status).toBe(404);
    expect((await gateway.request('/metrics')).status).toBe(404);
  });
});
