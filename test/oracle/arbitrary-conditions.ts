/** Random conditions over a small world of headers, parameters, cookies and addresses. */
import fc from 'fast-check';
import type { RandomGroup, RandomRoute } from './arbitrary.ts';

const WORDS = ['blue', 'Blue', 'green', 'blue-green'];
const word = fc.constantFrom(...WORDS);

const comparison = fc.record({
  operator: fc.constantFrom(
    'equals',
    'eq',
    '!=',
    'contains',
    'not-contains',
    'STARTS_WITH',
    'suffix',
    'not_prefix',
  ),
  value: word,
});

const predicate = fc.oneof(
  word,
  comparison,
  fc.constantFrom({ operator: 'exists' }, { operator: 'not_exists' }),
);

type Predicates = NonNullable<RandomRoute['headers']>;

/** The `headers` shorthand. */
export const headersArbitrary: fc.Arbitrary<Predicates> = fc.dictionary(
  fc.constantFrom('X-Color', 'x-tier'),
  predicate,
  {
    minKeys: 1,
    maxKeys: 2,
    noNullPrototype: true,
  },
);

/** The `query` shorthand. */
export const queryArbitrary: fc.Arbitrary<Predicates> = fc.dictionary(
  fc.constantFrom('color', 'q'),
  predicate,
  {
    minKeys: 1,
    maxKeys: 1,
    noNullPrototype: true,
  },
);

const assertion: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc.oneof(
  comparison.map((c) => ({ type: 'header', header: 'X-Color', ...c, case_sensitive: false })),
  comparison.map((c) => ({ type: 'header', name: 'x-tier', ...c })),
  comparison.map((c) => ({ type: 'query', query: 'color', ...c })),
  comparison.map((c) => ({ type: 'cookie', cookie: 'session', ...c, case_sensitive: false })),
  fc.constantFrom(
    { type: 'header', name: 'display name', value: 'X-Color', operator: 'exists' },
    { type: 'cookie', name: 'session', operator: 'not_exists' },
    { type: 'ip', value: '10.0.0.0/8', operator: 'in_cidr' },
    { type: 'ip', value: '10.0.0.0/8, 2001:db8::/32', operator: 'not_in_cidr' },
    { type: 'ip', value: '::ffff:10.1.2.3', operator: 'equals' },
    { type: 'method', value: ['GET', 'POST'], operator: 'equals' },
    { type: 'method', value: 'DELETE', operator: 'ne' },
    { type: 'path', value: '^/(?:a|users)', operator: 'matches' },
    { type: 'path', value: '/users', operator: 'prefix' },
    { type: 'host', value: 'A.example', operator: 'suffix' },
  ),
);

const leafGroup = fc.record({
  type: fc.constantFrom('and' as const, 'or' as const),
  assertions: fc.array(assertion, { minLength: 1, maxLength: 3 }),
});

/** Groups of up to two levels, some with `on_fail`. */
export const assertionGroup: fc.Arbitrary<RandomGroup> = fc
  .record({
    type: fc.constantFrom('and' as const, 'or' as const),
    on_fail: fc.constantFrom(undefined, undefined, 403),
    assertions: fc.array(fc.oneof({ weight: 4, arbitrary: assertion }, { weight: 1, arbitrary: leafGroup }), {
      minLength: 1,
      maxLength: 3,
    }),
  })
  .map(({ on_fail, ...group }) => (on_fail === undefined ? group : { ...group, on_fail }));

const pick = (names: readonly string[]): fc.Arbitrary<Record<string, string>> =>
  fc.dictionary(fc.constantFrom(...names), word, { maxKeys: names.length, noNullPrototype: true });

/** The parts of a request conditions look at. */
export const requestFacts = fc.record({
  headers: pick(['x-color', 'x-tier']),
  query: pick(['color', 'q']),
  cookies: pick(['session']),
  ip: fc.constantFrom('10.1.2.3', '127.0.0.1', '192.168.1.1', '2001:db8::7'),
});
