import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Environment, newEnvironment } from '../harness/index.ts';
import { type Reachable, startRoutes } from './gateway.ts';

describe('paths', () => {
  let env: Environment;
  let reach: Reachable['reach'];

  beforeAll(async () => {
    env = await newEnvironment();
    ({ reach } = await startRoutes(env, {
      routes: [
        { id: 'exact', path: '/exact' },
        { id: 'exact-slash', path: '/folder/' },
        { id: 'exact-stars', path: '/glob/*', match_type: 'exact' },
        { id: 'unicode', path: '/straße/日本' },
        { id: 'spaced', path: '/a b/c' },
        { id: 'pchar', path: "/p/$a!'()+,;=@&%~" },
        { id: 'deep-prefix', path: '/prefix/**' },
        { id: 'star-prefix', path: '/star/*' },
        { id: 'typed-prefix', path: '/typed', match_type: 'prefix' },
        { id: 'typed-slash', path: '/typed-slash/', match_type: 'prefix' },
        { id: 'one-inside', path: '/one/*/end' },
        { id: 'part-inside', path: '/files/report-*.csv' },
        { id: 'many-inside', path: '/many/**/end' },
        { id: 'many-below', path: '/tree/**/leaf/**' },
        { id: 'colon', path: '/users/:id' },
        { id: 'colon-literal', path: '/users/me' },
        { id: 'colon-two', path: '/users/:id/orders/:order' },
        { id: 'brace', path: '/items/{id}' },
        { id: 'constrained', path: '/items/{id:[0-9]{3}}' },
        { id: 'slash-in-regex', path: '/dates/{day:(?:[0-9]+-?){3}}' },
        { id: 'tilde', path: '~^/v[0-9]+/(?:a|b)$' },
        { id: 'tilde-loose', path: '~/loose-[a-z]+/.*' },
        { id: 'regex-start', path: '^/starts/[0-9]', match_type: 'regex' },
        { id: 'regex-end', path: '/[0-9]+/ends$', match_type: 'regex' },
        { id: 'regex-case', path: '(?i)/FOLDED/[a-z]+', match_type: 'regex' },
        { id: 'two-paths', path: ['/two/first', '/two/second/**'] },
        { id: 'upper', path: '/Case/Matters' },
      ],
    }));
  });
  afterAll(() => env.dispose());

  const table = (rows: readonly (readonly [path: string, reached: string | number])[]) =>
    Promise.all(rows.map(async ([path]) => [path, await reach(path)])).then((found) =>
      expect(found).toEqual(rows),
    );

  it('takes an exact path and no other (M010, D25)', () =>
    table([
      ['/exact', 'exact'],
      ['/exact?x=1', 'exact'],
      ['/exact?', 'exact'],
      ['/exact/', 404],
      ['/exac', 404],
      ['/exact/x', 404],
      ['/folder/', 'exact-slash'],
      ['/folder', 404],
      ['/glob/*', 'exact-stars'],
      ['/glob/x', 404],
      ['/Case/Matters', 'upper'],
      ['/case/matters', 404],
    ]));

  it('compares decoded paths, whatever the client encoded (M010)', () =>
    table([
      ['/%65x%61ct', 'exact'],
      ['/stra%C3%9Fe/%e6%97%a5%E6%9C%AC', 'unicode'],
      ['/a%20b/c', 'spaced'],
      ['/a+b/c', 404],
      ["/p/$a!'()+,;=@&%25~", 'pchar'],
      ['/p/%24a%21%27%28%29%2B%2C%3B%3D%40%26%25%7E', 'pchar'],
    ]));

  it('matches a prefix on whole segments (M011, M097, D25)', () =>
    table([
      ['/prefix', 'deep-prefix'],
      ['/prefix/', 'deep-prefix'],
      ['/prefix/b', 'deep-prefix'],
      ['/prefix/b/c/d', 'deep-prefix'],
      ['/prefixes', 404],
      ['/star', 'star-prefix'],
      ['/star/x/y', 'star-prefix'],
      ['/starry', 404],
      ['/typed', 'typed-prefix'],
      ['/typed/x', 'typed-prefix'],
      ['/typedx', 404],
      ['/typed-slash', 'typed-slash'],
      ['/typed-slash/', 'typed-slash'],
      ['/typed-slash/x', 'typed-slash'],
    ]));

  it('takes one segment for a star inside, any number for two (M012)', () =>
    table([
      ['/one/x/end', 'one-inside'],
      ['/one/end', 404],
      ['/one/x/y/end', 404],
      ['/files/report-2024.csv', 'part-inside'],
      ['/files/report-.csv', 'part-inside'],
      ['/files/report-2024.csv/x', 404],
      ['/files/xreport-1.csv', 404],
      ['/many/end', 'many-inside'],
      ['/many/x/end', 'many-inside'],
      ['/many/x/y/z/end', 'many-inside'],
      ['/many/x/ending', 404],
      ['/many/xend', 404],
      ['/tree/leaf', 'many-below'],
      ['/tree/a/leaf/b/c', 'many-below'],
      ['/tree/a/leafy', 404],
    ]));

  it('captures one segment by a parameter, literals first (M160, M184)', () =>
    table([
      ['/users/7', 'colon'],
      ['/users/me', 'colon-literal'],
      ['/users/', 404],
      ['/users', 404],
      ['/users/7/', 404],
      ['/users/7/orders/8', 'colon-two'],
      ['/users/me/orders/8', 'colon-two'],
      ['/users/7/orders', 404],
      ['/items/x', 'brace'],
    ]));

  it('prefers a constrained parameter where its regex holds for the whole segment (M012, D23)', () =>
    table([
      ['/items/123', 'constrained'],
      ['/items/12', 'brace'],
      ['/items/1234', 'brace'],
      ['/items/x123', 'brace'],
      ['/dates/2024-02-29', 'slash-in-regex'],
      ['/dates/2024', 'slash-in-regex'],
      ['/dates/soon', 404],
    ]));

  it('anchors a regex at both ends unless it says otherwise (M012)', () =>
    table([
      ['/v1/a', 'tilde'],
      ['/v12/b', 'tilde'],
      ['/v1/c', 404],
      ['/x/v1/a', 404],
      ['/v1/a/b', 404],
      ['/loose-abc/x/y', 'tilde-loose'],
      ['/x/loose-abc/y', 404],
      ['/starts/7-and-more/below', 'regex-start'],
      ['/x/starts/7', 404],
      ['/any/where/42/ends', 'regex-end'],
      ['/any/where/42/ends/not', 404],
      ['/folded/abc', 'regex-case'],
      ['/FOLDED/ABC', 'regex-case'],
    ]));

  it('gives a route several paths', () =>
    table([
      ['/two/first', 'two-paths'],
      ['/two/second', 'two-paths'],
      ['/two/second/x', 'two-paths'],
      ['/two', 404],
    ]));
});
