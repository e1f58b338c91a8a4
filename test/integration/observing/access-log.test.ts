import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Environment,
  eventually,
  type Gateway,
  newEnvironment,
  rawExchange,
  type Upstream,
} from '../harness/index.ts';

describe('the access log', () => {
  let env: Environment;
  let upstream: Upstream;
  let json: Gateway;
  let node: string;

  const routes = `
  - {id: all, path: "/all/**", service_id: echo}
  - {id: refused, path: /refused, service_id: refused, retry: {attempts: 2, on: [connection]}}
  - {id: static, path: /static, respond: {status: 201, body: "{}"}}
`;
  const start = (log: string) =>
    env.startGateway(({ listen, metrics, upstreamIp }) => {
      node = upstreamIp('echo');
      return `
server: {listen: "${listen}", paths: lenient}
metrics: {addr: "${metrics}"}
log: ${log}
services:
  - {id: echo, nodes: [{address: "${node}"}]}
  - {id: refused, nodes: [{address: "127.0.0.1:1"}, {address: "127.0.0.1:2"}]}
routes:${routes}`;
    });
  /** The line of the request with this id. */
  const line = (id: unknown, gateway = json) =>
    eventually(`the line of ${id}`, async () =>
      (await gateway.accessLog()).find(({ request_id }) => request_id === id),
    );

  beforeAll(async () => {
    env = await newEnvironment();
    upstream = await env.startUpstream('echo');
    json = await start('{}');
  });
  afterAll(() => env.dispose());

  it('has a line a request: who asked what, who answered, how long it took (M075, M187, M301)', async () => {
    const answer = await json.request('/all/x?status=202&delay=120', {
      method: 'POST',
      host: 'api.example',
      body: 'x'.repeat(2000),
      headers: { Host: 'api.example', 'User-Agent': 'probe/1.0', Referer: 'http://r.example/' },
    });
    const one = await line(answer.headers['x-request-id']);
    expect(one).toMatchObject({
      method: 'POST',
      host: 'api.example',
      path: '/all/x',
      protocol: 'HTTP/1.1',
      status: 202,
      route: 'all',
      service: 'echo',
      node,
      upstream_status: '202',
      user_agent: 'probe/1.0',
      referer: 'http://r.example/',
    });
    expect(one.bytes_in).toBeGreaterThan(2000);
    expect(one.bytes_out).toBeGreaterThan(100);
    // Seconds, with milliseconds: the whole, and what the service took of it.
    expect(one.duration).toBeGreaterThanOrEqual(0.12);
    expect(Number(one.upstream_duration)).toBeGreaterThanOrEqual(0.115);
    expect(one.duration).toBeLessThan(5);
  });

  it('names every node that was tried (M301)', async () => {
    const answer = await json.request('/refused');
    const one = await line(answer.headers['x-request-id']);
    expect(String(one.node).split(', ').sort()).toEqual(['127.0.0.1:1', '127.0.0.1:2']);
    expect(one).toMatchObject({ status: 502, upstream_status: '502, 502', service: 'refused' });
  });

  it('has the gateway’s own answers, with what there is to say', async () => {
    const missing = await line((await json.request('/missing')).headers['x-request-id']);
    expect(missing).toMatchObject({ status: 404, route: '', service: '', node: '' });
    const own = await line((await json.request('/static')).headers['x-request-id']);
    expect(own).toMatchObject({ status: 201, route: 'static', service: '' });
  });

  it('never has a query: it may hold a token', async () => {
    const answer = await json.request('/all/x?token=hunter2', { headers: { Referer: 'http://r.example/' } });
    const one = await line(answer.headers['x-request-id']);
    expect(one.path).toBe('/all/x');
    expect(JSON.stringify(one)).not.toContain('hunter2');
    const odd = await json.request('/all/?a?b');
    expect((await line(odd.headers['x-request-id'])).path).toBe('/all/');
  });

  it.each([
    ['quotes', 'a"b\\c'],
    ['control characters', 'a\x1b[31m\tb\x07'],
    ['what is not UTF-8', 'a\xff\xfe\xc3b'],
    ['another line', 'a","status":200}{"x":"'],
    ['markup', '</script><b>'],
  ])('is JSON whatever the client sends: %s (M075)', async (_, text) => {
    const mark = `mark-${Math.random().toString(36).slice(2)}`;
    const path = `/all/${mark}/"${text.replace(/[^\x21-\x7e]/g, '')}`;
    await rawExchange(
      json.url(''),
      `GET ${path} HTTP/1.1\r\nHost: x\r\nUser-Agent: ${text}\r\nReferer: ${text}\r\nConnection: close\r\n\r\n`,
    ).catch(() => undefined);
    const lines = await eventually('the line', async () => {
      // accessLog() parses every line: one that is not JSON throws here.
      const found = (await json.accessLog()).filter((one) => String(one.path).includes(mark));
      return found.length > 0 && found;
    });
    expect(lines).toHaveLength(1);
    const raw = readFileSync(join(json.bundle, 'logs', 'access.log'));
    const bytes = raw.subarray(raw.indexOf(mark));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: raw control characters are what must not be there
    expect(bytes.subarray(0, bytes.indexOf('\n')).toString('latin1')).not.toMatch(/[\x00-\x1f\x7f]/);
  });

  it('is UTF-8, whatever the client sends: other bytes are named, not repeated (M075)', async () => {
    const id = async (path: string, rest: string) => {
      const bytes = `GET ${path} HTTP/1.1\r\nConnection: close\r\n${rest}\r\n`;
      return /X-Request-Id: (\w+)/.exec(await rawExchange(json.url(''), bytes))?.[1];
    };
    const utf8 = Buffer.from('ünï→😀').toString('latin1');
    const cases = [
      [
        await id('/all/x', `Host: x\r\nUser-Agent: ${utf8}\r\nReferer: ok\r\n`),
        { user_agent: 'ünï→😀', referer: 'ok', path: '/all/x' },
      ],
      [
        await id('/all/x', 'Host: x\r\nUser-Agent: a\xff\r\nReferer: \xc0\xaf\r\n'),
        { user_agent: '(not UTF-8)', referer: '(not UTF-8)' },
      ],
      [
        await id('/all/x', 'Host: x\xe9\r\nUser-Agent: \xed\xa0\x80\r\n'),
        { host: '(not UTF-8)', user_agent: '(not UTF-8)' },
      ],
      [await id(`/all/${utf8}?\xff`, 'Host: x\r\n'), { path: '/all/ünï→😀' }],
      [await id('/all/\xf5?a', 'Host: x\r\n'), { path: '(not UTF-8)' }],
    ] as const;
    for (const [requestId, wanted] of cases) expect(await line(requestId)).toMatchObject(wanted);
    const bytes = readFileSync(join(json.bundle, 'logs', 'access.log'));
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).not.toThrow();
  });

  it('is written without holding up the answer: buffered (M191)', async () => {
    const conf = readFileSync(join(json.bundle, 'conf', 'nginx.conf'), 'utf8');
    expect(conf).toMatch(/^ {2}access_log \S+ gatewayc buffer=64k flush=1s;$/m);
    const answer = await json.request('/all/x');
    const now = readFileSync(join(json.bundle, 'logs', 'access.log'), 'utf8');
    expect(now).not.toContain(answer.headers['x-request-id']);
    await line(answer.headers['x-request-id']);
  });

  it('can be text (M187, M241)', async () => {
    const text = await start('{format: text, access_log: plain.log}');
    const answer = await text.request('/all/x?secret=1', { headers: { 'User-Agent': 'pro"be\\' } });
    const file = join(text.bundle, 'logs', 'plain.log');
    const found = await eventually('the line', () =>
      readFileSync(file, 'utf8')
        .split('\n')
        .find((one) => one.includes(String(answer.headers['x-request-id']))),
    );
    expect(found).toMatch(
      /^\S+ - - \[[^\]]+\] "GET \/all\/x HTTP\/1\.1" 200 \d+ "-" "pro\\x22be\\x5C" \d+\.\d{3} /,
    );
    expect(found).not.toContain('secret');
    await text.stop();
  });

  it('can be off', async () => {
    const off = await start('{access_log: "off"}');
    await upstream.reset();
    expect((await off.request('/all/x')).status).toBe(200);
    expect((await off.request('/missing')).status).toBe(404);
    expect(await off.accessLog()).toEqual([]);
    const conf = readFileSync(join(off.bundle, 'conf', 'nginx.conf'), 'utf8');
    expect(conf).not.toMatch(/access_log (?!off)/);
    await off.stop();
  });
});
