import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Environment, newEnvironment, rawExchange, type Upstream } from '../harness/index.ts';
import { type PlainRoute, type Reachable, startRoutes } from './gateway.ts';

/** A public part, a part that is closed, and the request as the service sees it. */
const ROUTES: readonly PlainRoute[] = [
  { id: 'public', path: '/pub/**', service_id: 'echo' },
  { id: 'closed', path: '/admin/**', respond: { status: 403 } },
];

/** Sends a target no HTTP library would send. */
async function send(
  { gateway }: Reachable,
  target: string,
): Promise<{ status: number; url: string | undefined }> {
  const head = `GET ${target} HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n`;
  const answer = await rawExchange(gateway.url(), head);
  const url = /"url":"((?:[^"\\]|\\.)*)"/.exec(answer)?.[1];
  return { status: Number(answer.slice(9, 12)), url };
}

describe('odd targets', () => {
  let env: Environment;
  let upstream: Upstream;
  let strict: Reachable;
  let lenient: Reachable;

  beforeAll(async () => {
    env = await newEnvironment();
    upstream = await env.startUpstream('echo');
    const start = (paths: string) =>
      startRoutes(env, (context) => ({
        server: { paths },
        services: [{ id: 'echo', nodes: [{ address: context.upstreamIp('echo') }] }],
        routes: ROUTES,
      }));
    strict = await start('strict');
    lenient = await start('lenient');
  });
  afterAll(() => env.dispose());

  it.each([
    ['a dot segment', '/pub/../admin'],
    ['a dot segment at the end', '/pub/..'],
    ['a single dot', '/pub/./x'],
    ['an encoded dot segment', '/pub/%2e%2e/admin'],
    ['a half encoded dot segment', '/pub/.%2E/admin'],
    ['a dot segment with a parameter', '/pub/..;/admin'],
    ['a dot segment with an encoded parameter', '/pub/..%3B/admin'],
    ['a single dot with a parameter', '/pub/.;x/admin'],
    ['a double slash', '/pub//x'],
    ['a double slash in front', '//pub/x'],
    ['an encoded slash', '/pub/a%2fb'],
    ['an encoded slash in upper case', '/pub/a%2Fb'],
    ['a backslash', '/pub\\..\\admin'],
    ['an encoded backslash', '/pub/..%5cadmin'],
    ['a fragment', '/pub/#/../admin'],
    ['an encoded fragment', '/pub/%23/../admin'],
    ['a line feed', '/pub/%0a'],
    ['a carriage return', '/pub/%0D'],
    ['a NUL', '/pub/%00'],
    ['a DEL', '/pub/%7f'],
    ['a percent without digits', '/pub/%zz'],
    ['a percent at the end', '/pub/x%'],
    ['a percent with one digit', '/pub/x%4'],
    ['an overlong UTF-8 slash', '/pub/%c0%af'],
    ['a byte that is not UTF-8', '/pub/%ff'],
    ['a raw byte that is not UTF-8', '/pub/\xff'],
    ['a surrogate', '/pub/%ed%a0%80'],
    ['half a character', '/pub/%e6%97'],
  ])('strict paths refuse %s with 400 and ask no service (S5)', async (_, target) => {
    await upstream.reset();
    expect(await send(strict, target)).toEqual({ status: 400, url: undefined });
    expect(await upstream.count()).toBe(0);
  });

  it('strict paths refuse as JSON (S5, S9)', async () => {
    const refused = await strict.gateway.request('/pub/%2e%2e/admin');
    expect(refused.headers['content-type']).toBe('application/json');
    expect(refused.json()).toMatchObject({ error: 'bad request', code: 'INVALID_REQUEST' });
  });

  it.each([
    ['/pub/a.b/..c/...', '/pub/a.b/..c/...'],
    ['/pub/%61%2Eb', '/pub/a.b'],
    ['/pub/%c3%a4', '/pub/%C3%A4'],
    ['/pub/\xc3\xa4', '/pub/%C3%A4'],
    ['/pub/a%20b', '/pub/a%20b'],
    ["/pub/-._~!$&'()*+,;=:@", "/pub/-._~!$&'()*+,;=:@"],
    ['/pub/"<>^`{|}', '/pub/%22%3C%3E%5E%60%7B%7C%7D'],
    ['/pub/%3f?%3f=%2f&x=../%00', '/pub/%3F?%3f=%2f&x=../%00'],
    ['/pub?', '/pub?'],
    ['http://other.example/pub/%61?x', '/pub/a?x'],
  ])('strict paths send the path upstream that was decided on: %s (S5)', async (target, url) => {
    expect(await send(strict, target)).toEqual({ status: 200, url });
  });

  it('lenient paths decide as nginx does: decoded, merged, resolved (S5)', async () => {
    expect((await send(lenient, '/pub/../admin')).status).toBe(403);
    expect((await send(lenient, '/pub/%2e%2e/admin')).status).toBe(403);
    expect((await send(lenient, '//admin')).status).toBe(403);
    expect((await send(lenient, '/pub/..%2fadmin')).status).toBe(403);
    expect((await send(lenient, '/pub/a%2fb')).status).toBe(200);
    expect((await send(lenient, '/pub/%ff')).status).toBe(200);
  });

  it('lenient paths send upstream what the client sent (S5)', async () => {
    expect((await send(lenient, '/pub/a%2fb//c?x=%2f')).url).toBe('/pub/a%2fb//c?x=%2f');
    expect((await send(lenient, '/admin/../pub/./%7ex')).url).toBe('/admin/../pub/./%7ex');
  });

  it('nginx refuses what climbs above the root, or is no target at all, in both (S5)', async () => {
    for (const gateway of [strict, lenient]) {
      expect((await send(gateway, '/../admin')).status).toBe(400);
      expect((await send(gateway, 'admin')).status).toBe(400);
      expect((await send(gateway, '/pub/a b')).status).toBe(400);
      expect((await send(gateway, '/pub/\x01')).status).toBe(400);
    }
  });

  it('keeps what it refuses out of the places it uses itself (S5)', async () => {
    for (const target of ['/gatewayc:p0', 'gatewayc:p0', '/gatewayc:error', '/@error', '/gatewayc:d0']) {
      expect([400, 404]).toContain((await send(strict, target)).status);
      expect([400, 404]).toContain((await send(lenient, target)).status);
    }
  });
});
