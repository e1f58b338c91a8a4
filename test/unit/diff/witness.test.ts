import { describe, expect, it } from 'vitest';
import { outcomeText, witnessText } from '../../../src/diff/render/words.ts';
import { samplesOf } from '../../../src/diff/witness/sample.ts';
import { diff, withRoutes } from './read.ts';

/** Every witness on one line, sorted. */
async function moves(before: readonly string[], after: readonly string[]): Promise<readonly string[]> {
  const { effects } = await diff(withRoutes(...before), withRoutes(...after));
  return effects.rerouted
    .map(({ from, to, witness }) => `${witnessText(witness)}: ${outcomeText(from)} → ${outcomeText(to)}`)
    .sort();
}

const a = '{id: a, path: /a, service_id: s}';

describe('witness requests', () => {
  it('show a route that is new, and one that is gone (M044, M226)', async () => {
    expect(await moves([a], ['{id: b, path: "/b/{id}", methods: [POST], service_id: s}'])).toEqual([
      'GET example.com/a: a → 404',
      'GET example.com/b/x: 404 → 405',
      'POST example.com/b/x: 404 → b',
    ]);
  });
  it('show what a general route takes from others', async () => {
    const others = [a, '{id: c, path: "/c/{id}", service_id: s}'];
    expect(await moves(others, [...others, '{id: all, path: "/**", priority: 1, service_id: s}'])).toEqual([
      'GET example.com/a: a → all',
      'GET example.com/c/x: c → all',
      'GET example.com/x: 404 → all',
    ]);
  });
  it('show an order that matters: routes of equal rank that changed places (D31)', async () => {
    const [x, y] = ['{id: x, path: "/a/{v}/c", service_id: s}', '{id: y, path: "/a/b/{w}", service_id: s}'];
    expect(await moves([x, y], [y, x])).toEqual(['GET example.com/a/b/c: x → y']);
    const { effects } = await diff(withRoutes(x, y), withRoutes(y, x));
    expect(effects.swapped).toEqual([]);
  });
  it('have the host, header, cookie and parameter it takes (D5)', async () => {
    const demanding =
      '{id: b, path: /a, hosts: ["*.example"], headers: {X-Tier: gold}, query: {q: {operator: prefix, value: v1}}, service_id: s, assertion_group_config: {assertions: [{type: cookie, cookie: session, operator: exists}]}}';
    expect(await moves([a], [a, demanding.replace('path: /a', 'path: /a, priority: 200')])).toEqual([]);
    expect(await moves([a], [a, demanding])).toEqual([
      'GET www.example/a?q=v1 (x-tier: gold; cookie: session=x): a → b',
    ]);
  });
  it('come from an address where that decides', async () => {
    const inside =
      '{id: b, path: /a, priority: 1, service_id: s, assertion_group_config: {assertions: [{type: ip, operator: in_cidr, value: 10.0.0.0/8}]}}';
    expect(await moves([a], [a, inside])).toEqual(['GET example.com/a (from 10.0.0.0): a → b']);
  });
  it('are found for regexes of segments and of whole paths (M012)', async () => {
    expect(
      await moves(
        [a],
        [
          a,
          '{id: n, path: "/n/{id:[0-9]{3}}", service_id: s}',
          '{id: r, path: "~^/v(?<v>[1-3])/(?:users|teams)$", service_id: s}',
        ],
      ),
    ).toEqual([
      'GET example.com/n/777: 404 → n',
      expect.stringMatching(/^GET example\.com\/v[1-3]\/users: 404 → r$/),
    ]);
  });
  it('show health paths and what a wrong method is answered with (D24)', async () => {
    const base = withRoutes('{id: a, path: /a, methods: [GET], service_id: s}');
    const { effects } = await diff(
      base,
      `${base.replace('listen: 8080', 'listen: 8080, method_mismatch: 404')}health: {paths: [/alive]}\n`,
    );
    expect(
      effects.rerouted.map(
        ({ from, to, witness }) => `${witness.path} ${outcomeText(from)} ${outcomeText(to)}`,
      ),
    ).toEqual(
      expect.arrayContaining([
        '/alive 404 the gateway itself',
        '/health the gateway itself 404',
        '/a 405 404',
      ]),
    );
  });
  it('are encoded as a client sends them', async () => {
    expect(await moves([a], [a, '{id: b, path: "/käse und brot/a:b", service_id: s}'])).toEqual([
      'GET example.com/k%C3%A4se%20und%20brot/a:b: 404 → b',
    ]);
  });
  it('never are guesses: what only PCRE can decide is left out', async () => {
    expect(await moves([a], [a, '{id: b, path: "~^/(?>b+)c$", service_id: s}'])).toEqual([]);
  });
});

describe('samples of a regex', () => {
  it.each([
    '^/v[0-9]+/(?:users|teams)/(?<id>[a-f0-9]{4})$',
    '[a-z]{1,3}',
    '\\d+\\.json',
    '^/a(?:/.*)?/b$',
    '(?i)^abc$',
    'x?y*z+',
    '[^/]+',
    '',
  ])('are taken by %s', (source) => {
    const samples = samplesOf(source);
    expect(samples.length).toBeGreaterThan(0);
    for (const sample of samples) expect(sample).toMatch(new RegExp(source.replace('(?i)', ''), 'i'));
  });
  it.each(['(?=a)b', '(?>a)b', 'a{500}', '\\p{L}', '(?<!x)y', '[[:^alpha:]]'])(
    'are not made for %s',
    (source) => {
      expect(samplesOf(source)).toEqual([]);
    },
  );
});
