// core/router.lua, on tables the compiler emits: which route wins, and what its path captured.
import { describe, expect, it } from 'vitest';
import { dataFile } from '../../../src/emit/data.ts';
import { lower } from '../../../src/lower/lower.ts';
import { gatewayDocument, type PlainRoute } from '../../oracle/document.ts';
import { withRequest } from './request.ts';

interface RouteText {
  readonly id: string;
  readonly path: string;
  readonly host?: string;
  readonly methods?: readonly string[];
  readonly type?: 'exact' | 'prefix' | 'regex';
  /** The route wants this value of the header `X-When`. */
  readonly when?: string;
}

interface Ask {
  readonly path: string;
  readonly host?: string;
  readonly method?: string;
  readonly when?: string;
}

interface Found {
  readonly id?: string;
  readonly allow?: string;
  readonly captures?: Readonly<Record<string, string>>;
  /** How many routes' conditions were looked at. */
  readonly looked: number;
}

/** The data file of these routes, ranked in the order given. */
function compile(routes: readonly RouteText[]): string {
  const plain = routes.map(
    ({ id, path, host, methods = [], type = 'auto' as const, when }, priority): PlainRoute => ({
      id,
      path,
      methods,
      priority,
      match_type: type,
      ...(host !== undefined && { hosts: [host] }),
      ...(when !== undefined && { headers: { 'x-when': when } }),
    }),
  );
  const gateway = lower(gatewayDocument({ routes: plain }), { flavor: 'openresty' });
  return dataFile(gateway, { version: '0', generation: '0' });
}

/** Asks a router of these routes. */
async function find(routes: readonly RouteText[], asks: readonly (Ask | string)[]): Promise<Found[]> {
  if (asks.length === 0) return []; // an empty list comes back as an empty object
  const input = {
    data: compile(routes),
    asks: asks.map((ask) => (typeof ask === 'string' ? { path: ask } : ask)),
  };
  return withRequest<Found[]>(
    `local router, looked, when = require "gatewayc.core.router", 0, nil
     local data = require("cjson").decode(input.data)
     local function subject_of()
       return { reader = function() return function() looked = looked + 1; return when end end }
     end
     local records = require("gatewayc.core.data").routes(data, subject_of)
     local self, out, ffi = router.new(data.matches, records, data.reserved), {}, require "ffi"
     for i, ask in ipairs(input.asks) do
       request { host = ask.host or "a.example", method = ask.method or "GET" }
       looked, when = 0, ask.when
       local route, candidate, allow = router.find(self, ffi.cast("const char *", ask.path), #ask.path)
       local captures = route and router.captures(candidate, ask.path)
       if captures and not next(captures) then captures = nil end
       out[i] = { id = route and (route.reserved and "reserved" or route.id), allow = allow, captures = captures, looked = looked }
     end
     return out`,
    { input },
  );
}

const winners = async (routes: readonly RouteText[], asks: readonly (Ask | string)[]) =>
  (await find(routes, asks)).map(({ id }) => id ?? 'none');

const one = (path: string, more: Partial<RouteText> = {}): RouteText[] => [{ id: 'x', path, ...more }];

describe('one pattern', () => {
  it.each<[string, string[], string[]]>([
    ['/', ['/'], ['/a', '//']],
    ['/a', ['/a'], ['/a/', '/A', '/ab', '/', '/a/b']],
    ['/a/', ['/a/'], ['/a', '/a/b']],
    ['/a/**', ['/a', '/a/', '/a/b', '/a/b/c/'], ['/ab', '/', '/b/a']],
    ['/a/*', ['/a', '/a/b/c'], ['/ab']],
    ['/**', ['/', '/a', '/a/b'], []],
    ['/a/:id', ['/a/1', '/a/x y'], ['/a', '/a/', '/a/1/', '/a/1/2']],
    ['/a/{id}/b', ['/a/1/b'], ['/a//b', '/a/b', '/a/1/b/']],
    ['/a/{id}/', ['/a/1/'], ['/a/1', '/a//']],
    ['/a/*/c', ['/a/b/c'], ['/a/c', '/a/b/b/c']],
    ['/a/**/c', ['/a/c', '/a/b/c', '/a/b/b/c'], ['/a/bc', '/a/b']],
    ['/{id:[0-9]+}', ['/7', '/42'], ['/7x', '/x7', '/', '/7/', '/7\n']],
    ['/{id:a|b}', ['/a', '/b'], ['/ax', '/xb', '/ab']],
    ['/*.json', ['/x.json', '/.json'], ['/x.jsonx', '/xjson', '/a/x.json']],
    ['~^/v[0-9]+/', ['/v1/', '/v22/x'], ['/v/', '/x/v1/']],
    ['~/v[0-9]+', ['/v1'], ['/v1/', '/x/v1']],
    ['~\\.php$', ['/a.php', '/a/b.php'], ['/a.phpx']],
    ['~^/a/(b|c)$', ['/a/b', '/a/c'], ['/a/d', '/b']],
  ])('%s matches %j and not %j (M010, M011, M012, M160)', async (path, matching, others) => {
    expect(await winners(one(path), matching)).toEqual(matching.map(() => 'x'));
    expect(await winners(one(path), others)).toEqual(others.map(() => 'none'));
  });

  it('as a prefix goes by whole segments (M011)', async () => {
    expect(
      await winners(one('/a/b', { type: 'prefix' }), ['/a/b', '/a/b/', '/a/b/c', '/a/bc', '/a']),
    ).toEqual(['x', 'x', 'x', 'none', 'none']);
  });
});

describe('of several matches', () => {
  it('the first in rank order wins, whatever its kind (D23, D31)', async () => {
    const paths = ['/a/b', '/a/:id', '/a/**', '~^/a/', '/**'];
    const routes = paths.map((path) => ({ id: path, path }));
    const last = [...routes].reverse();
    for (const at of paths.keys()) {
      expect(await winners(routes.slice(at), ['/a/b'])).toEqual([paths[at]]);
      expect(await winners(last.slice(at), ['/a/b'])).toEqual([last[at]?.id]);
    }
  });

  it('one whose condition fails gives way to the next (D4)', async () => {
    const routes = [
      { id: 'blue', path: '/a', when: 'blue' },
      { id: 'green', path: '/a', when: 'green' },
      { id: 'rest', path: '/a/**' },
    ];
    const asks = ['blue', 'green', 'red'].map((when) => ({ path: '/a', when }));
    expect(await winners(routes, asks)).toEqual(['blue', 'green', 'rest']);
    expect(await winners(routes.slice(0, 2), [{ path: '/a', when: 'red' }])).toEqual(['none']);
  });

  it('one whose parameter fails its regex gives way to the next', async () => {
    const routes = [
      { id: 'number', path: '/a/{id:[0-9]+}' },
      { id: 'any', path: '/a/:id' },
      { id: 'both', path: '/a/{id:[0-9]+}/{x:[a-z]+}' },
    ];
    expect(await winners(routes, ['/a/7', '/a/x', '/a/7/x', '/a/x/x'])).toEqual([
      'number',
      'any',
      'both',
      'none',
    ]);
  });

  it('a literal segment does not hide a parameter beside it', async () => {
    const routes = [
      { id: 'deep', path: '/a/b/c' },
      { id: 'param', path: '/a/:x/d' },
    ];
    expect(await winners(routes, ['/a/b/c', '/a/b/d'])).toEqual(['deep', 'param']);
  });
});

describe('methods', () => {
  const routes = [
    { id: 'read', path: '/a', methods: ['GET', 'HEAD'] },
    { id: 'write', path: '/a', methods: ['POST'] },
    { id: 'delete', path: '/a/:id', methods: ['DELETE'] },
    { id: 'hidden', path: '/a', methods: ['PATCH'], when: 'never' },
  ];

  it('choose between routes of one path (M161)', async () => {
    const asks = ['GET', 'POST'].map((method) => ({ path: '/a', method }));
    expect(await winners(routes, asks)).toEqual(['read', 'write']);
  });

  it('that no route takes give all those that are taken, sorted (D24)', async () => {
    const [put, get, gone] = await find(routes, [
      { path: '/a', method: 'PUT' },
      { path: '/a/7', method: 'GET' },
      { path: '/b', method: 'PUT' },
    ]);
    expect(put).toMatchObject({ allow: 'GET, HEAD, POST' });
    expect(get).toMatchObject({ allow: 'DELETE' });
    expect(gone).toEqual({ looked: 0 });
  });

  it('fall through to a route that takes any (D24)', async () => {
    const more = [...routes, { id: 'any', path: '/**' }];
    expect(await winners(more, [{ path: '/a', method: 'PUT' }])).toEqual(['any']);
  });
});

it("reserved paths are nobody's, whatever the routes, hosts and methods (M248)", async () => {
  const routes = [{ id: 'all', path: '/**' }, ...one('/health', { methods: ['PUT'] })];
  const asks = ['/health', '/healthz', '/ready', '/health/x', '/healthy'];
  const ids = ['reserved', 'reserved', 'reserved', 'all', 'all'];
  expect(await winners(routes, asks)).toEqual(ids);
  expect(await winners([{ id: 'all', path: '/**', host: 'a.example' }, ...routes], asks)).toEqual(ids);
});

describe('hosts', () => {
  const routes = [
    { id: 'exact', path: '/**', host: 'api.example.com' },
    { id: 'deep', path: '/**', host: '*.eu.example.com' },
    { id: 'wild', path: '/**', host: '*.example.com' },
    { id: 'any', path: '/open' },
  ];
  it.each([
    ['api.example.com', 'exact'],
    ['a.example.com', 'wild'],
    ['b.a.example.com', 'wild'],
    ['x.eu.example.com', 'deep'],
    ['eu.example.com', 'wild'],
    ['example.com', 'any'],
    ['.example.com', 'any'],
    ['badexample.com', 'any'],
    ['example.com.evil', 'any'],
    ['localhost', 'any'],
  ])('%s goes to %s', async (host, id) => {
    expect(await winners(routes, [{ path: '/open', host }])).toEqual([id]);
  });

  it('a route without a host serves what those of the host do not', async () => {
    const some = [
      { id: 'hosted', path: '/a', host: 'api.example.com' },
      { id: 'any', path: '/**' },
    ];
    const asks = ['/a', '/b'].map((path) => ({ path, host: 'api.example.com' }));
    expect(await winners(some, asks)).toEqual(['hosted', 'any']);
  });

  it('a method of another host is not allowed here (D24)', async () => {
    const some = [
      { id: 'here', path: '/a', host: 'a.example', methods: ['GET'] },
      { id: 'there', path: '/a', host: 'b.example', methods: ['PUT'] },
      { id: 'all', path: '/a', methods: ['POST'] },
    ];
    const [found] = await find(some, [{ path: '/a', host: 'a.example', method: 'DELETE' }]);
    expect(found).toEqual({ allow: 'GET, HEAD, POST', looked: 0 });
  });
});

describe('captures', () => {
  it.each<[string, string, Readonly<Record<string, string>>]>([
    ['/users/:id', '/users/7', { id: '7' }],
    ['/{a}/x/{b:[0-9]+}', '/p q/x/12', { a: 'p q', b: '12' }],
    ['/files/{kind}/**', '/files/img/2024/a.png', { kind: 'img', rest: '2024/a.png' }],
    ['/files/**', '/files', { rest: '' }],
    ['/files/**', '/files/', { rest: '' }],
    ['/a/**/{last}', '/a/b/c/d', { '1': 'd', last: 'd' }],
    ['~^/v([0-9]+)/(?<name>\\w+)(/x)?$', '/v2/abc', { '1': '2', '2': 'abc', name: 'abc' }],
  ])('of %s from %s are %j (M154)', async (path, asked, captures) => {
    expect((await find(one(path), [asked]))[0]).toMatchObject({ id: 'x', captures });
  });
});

describe('ten thousand routes', () => {
  it('cost a request a look at those that can match, and no more', async () => {
    const routes: RouteText[] = Array.from({ length: 10_000 }, (_, i) => ({
      id: `r${i}`,
      path: ['/exact', '/param/:id', '/prefix/**', '/{id:[0-9]+}'][i % 4]?.replace('/', `/s${i}/`) as string,
      when: 'on',
    }));
    const asks = [
      { path: '/s4000/exact', when: 'on' },
      { path: '/s4001/param/7', when: 'on' },
      { path: '/s4002/prefix/a/b', when: 'on' },
      { path: '/s4003/42', when: 'on' },
      { path: '/s4000/missing', when: 'on' },
    ];
    const found = await find(routes, asks);
    expect(found.map(({ id, looked }) => [id ?? 'none', looked])).toEqual([
      ['r4000', 1],
      ['r4001', 1],
      ['r4002', 1],
      ['r4003', 1],
      ['none', 0],
    ]);
  });
});
