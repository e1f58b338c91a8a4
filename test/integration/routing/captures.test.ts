import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Environment, newEnvironment, rawExchange } from '../harness/index.ts';
import { type PlainRoute, type Reachable, startRoutes } from './gateway.ts';

const redirect = (id: string, path: string, location: string, more: object = {}): PlainRoute => ({
  id,
  path,
  redirect: { location, ...more },
});

const ROUTES: readonly PlainRoute[] = [
  redirect('plain', '/plain', '/else/where?x=1#top'),
  redirect('segment', '/segment/:a/{b}', '/${path.b}/${path.a}'),
  redirect('rest', '/rest/**', 'https://www.example.com/${path.rest}', { status: 308 }),
  redirect('query', '/query/:word', 'https://www.example.com/?q=${path.word}', { status: 307 }),
  redirect('regex', '~^/v([0-9]+)/(?<name>[^/]+)$', '/${path.name}/of/${path.1}', { status: 301 }),
  redirect('variables', '/variables/**', '${scheme}://${host}/moved${path}?route=${route_id}', {
    status: 303,
  }),
  redirect('middle', '/middle/**/end', '/start'),
  { id: 'short', path: '/short', redirect: '/long' },
];

describe('redirects and what the path captured', () => {
  let env: Environment;
  let strict: Reachable;
  let lenient: Reachable;
  const leadsTo = async ({ gateway }: Reachable, path: string) => {
    const { headers, status } = await gateway.request(path, { host: 'a.example' });
    return [status, headers.location];
  };

  beforeAll(async () => {
    env = await newEnvironment();
    strict = await startRoutes(env, { routes: ROUTES });
    lenient = await startRoutes(env, { server: { paths: 'lenient' }, routes: ROUTES });
  });
  afterAll(() => env.dispose());

  it('answers with the location as it is written, 302 unless a status says otherwise', async () => {
    expect(await leadsTo(strict, '/plain')).toEqual([302, '/else/where?x=1#top']);
    expect(await leadsTo(strict, '/short')).toEqual([302, '/long']);
    expect(await leadsTo(strict, '/middle/a/b/end')).toEqual([302, '/start']);
    const answer = await strict.gateway.request('/plain');
    expect([answer.text, answer.headers['content-length']]).toEqual(['', '0']);
  });

  it('fills in what parameters, /** and groups matched (M154, M160)', async () => {
    expect(await leadsTo(strict, '/segment/one/two')).toEqual([302, '/two/one']);
    expect(await leadsTo(strict, '/rest/a/b/')).toEqual([308, 'https://www.example.com/a/b/']);
    expect(await leadsTo(strict, '/rest')).toEqual([308, 'https://www.example.com/']);
    expect(await leadsTo(strict, '/v12/thing')).toEqual([301, '/thing/of/12']);
  });

  it('fills in run-time variables (D32)', async () => {
    const wanted = 'http://a.example/moved/variables/x%20y?route=variables';
    expect(await leadsTo(strict, '/variables/x%20y')).toEqual([303, wanted]);
  });

  it('percent-encodes captures for the place they go to (M154, S4)', async () => {
    expect(await leadsTo(strict, '/segment/a%20b/%3Fc=%25d')).toEqual([302, '/%3Fc=%25d/a%20b']);
    expect(await leadsTo(strict, '/rest/%C3%A4/%22')).toEqual([308, 'https://www.example.com/%C3%A4/%22']);
    expect(await leadsTo(strict, '/query/a&b=c+d')).toEqual([
      307,
      'https://www.example.com/?q=a%26b%3Dc%2Bd',
    ]);
  });

  it('never lets a path lead to another host, nor into another header (S4)', async () => {
    const head = (target: string) =>
      rawExchange(lenient.gateway.url(), `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    const answer = await head('/segment/x/%0d%0aSet-Cookie:%20a=b');
    expect(answer).toContain('\r\nLocation: /%0D%0ASet-Cookie:%20a=b/x\r\n');
    expect(answer).not.toContain('\r\nSet-Cookie');
    expect(await head('/segment/x/%5cevil.example')).toContain('\r\nLocation: /%5Cevil.example/x\r\n');
    expect(await head('/rest/%2f%2fevil.example')).toContain('\r\nLocation: https://www.example.com/');
  });
});
