import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Environment, newEnvironment } from '../harness/index.ts';
import { type PlainRoute, type Reachable, startRoutes } from './gateway.ts';

const ROUTES = 2_000;

/** Five kinds of path in turn, with a request that reaches each and one that just does not. */
const KINDS: readonly ((i: number) => {
  readonly path: string;
  readonly hit: string;
  readonly miss: string;
})[] = [
  (i) => ({ path: `/exact/e${i}/x`, hit: `/exact/e${i}/x`, miss: `/exact/e${i}/y` }),
  (i) => ({ path: `/prefix/p${i}/**`, hit: `/prefix/p${i}/a/b`, miss: `/prefix/p${i}x` }),
  (i) => ({
    path: `/parameter/m${i}/:id/end`,
    hit: `/parameter/m${i}/7/end`,
    miss: `/parameter/m${i}/7/8/end`,
  }),
  (i) => ({ path: `/middle/d${i}/**/end`, hit: `/middle/d${i}/a/b/end`, miss: `/middle/d${i}/a/b` }),
  (i) => ({ path: `~^/regex/r${i}/[0-9]+$`, hit: `/regex/r${i}/42`, miss: `/regex/r${i}/x` }),
];

const kind = (i: number) => (KINDS[i % KINDS.length] as (typeof KINDS)[number])(i);

const route = (i: number): PlainRoute => ({
  id: `r${i}`,
  path: kind(i).path,
  ...(i % 7 === 0 && { hosts: [`h${i}.example`] }),
});

describe(`${ROUTES} routes`, () => {
  let env: Environment;
  let reach: Reachable['reach'];

  beforeAll(async () => {
    env = await newEnvironment();
    ({ reach } = await startRoutes(env, { routes: Array.from({ length: ROUTES }, (_, i) => route(i)) }));
  });
  afterAll(() => env.dispose());

  it('each answers its own request, and no other (M010, M011, M012, D23)', async () => {
    const wrong: unknown[] = [];
    for (let from = 0; from < ROUTES; from += 50) {
      const some = Array.from({ length: 50 }, (_, i) => from + i);
      await Promise.all(
        some.map(async (i) => {
          const { hit, miss } = kind(i);
          const host = i % 7 === 0 ? `h${i}.example` : 'any.example';
          const found = [await reach(hit, { host }), await reach(miss, { host })];
          if (found[0] !== `r${i}` || found[1] !== 404) wrong.push([i, ...found]);
        }),
      );
    }
    expect(wrong).toEqual([]);
  });
});
