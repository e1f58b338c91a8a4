/** Random path patterns, and random paths that tend to match them. */
import fc from 'fast-check';

const WORDS = ['a', 'b', 'users', 'v1', 'a-b'];
const VALUES = [...WORDS, '7', '42', 'abc', 'x.json'];

const word = fc.constantFrom(...WORDS);

/** Parameter names are the position, so that no pattern uses one twice. */
const segment = (position: number): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 6, arbitrary: word },
    { weight: 2, arbitrary: fc.constantFrom(`:p${position}`, `{p${position}}`, '*') },
    {
      weight: 1,
      arbitrary: fc.constantFrom('a*', '*.json', `{p${position}:[0-9]+}`, `{p${position}:[a-z]{1,3}}`),
    },
  );

const plain = fc
  .array(fc.nat(), { minLength: 0, maxLength: 4 })
  .chain((slots) => fc.tuple(...slots.map((_, i) => segment(i))))
  .map((segments) => `/${segments.join('/')}`);

const glob = fc.tuple(plain, fc.constantFrom('', '', '/**', '/*', '/')).map(([path, tail]) => {
  if (path === '/') return tail === '' || tail === '/' ? '/' : tail;
  return `${path}${tail}`;
});

const deep = fc.tuple(word, word).map(([a, b]) => `/${a}/**/${b}`);
const literal = fc.array(word, { maxLength: 3 }).map((words) => `/${words.join('/')}`);
const regex = fc
  .tuple(literal, fc.constantFrom('/[0-9]+$', '/(?<id>[a-z]+)$', '/.*$', '(?:/x)?$', '/v[0-9]'))
  .map(([path, tail]) => `^${path === '/' ? '' : path}${tail}`);

/** A path and how it is to be read. */
export interface RandomPath {
  readonly path: string;
  readonly match_type: 'auto' | 'exact' | 'prefix' | 'regex';
}

const as =
  (match_type: RandomPath['match_type']) =>
  (path: string): RandomPath => ({ path, match_type });

/** Every kind of path the language has. */
export const routePath: fc.Arbitrary<RandomPath> = fc.oneof(
  { weight: 8, arbitrary: glob.map(as('auto')) },
  { weight: 2, arbitrary: literal.map(as('prefix')) },
  { weight: 1, arbitrary: literal.map(as('exact')) },
  { weight: 1, arbitrary: deep.map(as('auto')) },
  { weight: 1, arbitrary: regex.map(as('regex')) },
  { weight: 1, arbitrary: regex.map((source) => `~${source}`).map(as('auto')) },
);

const value = fc.constantFrom(...VALUES);

/** Replaces everything variable in a pattern by values, which tends to give a path it takes. */
export function pathFor({ path, match_type }: RandomPath): fc.Arbitrary<string> {
  const base =
    match_type === 'regex' || path.startsWith('~')
      ? path.replace(/^~?\^/, '').replace(/\/?(?:[[(.].*|v\[.*)$/, '/*')
      : path;
  const parts = base.split(/(\{[^}]*\}(?:\})?|:\w+|\*+)/);
  const filled = fc
    .tuple(...parts.map((part) => (/^[{:*]/.test(part) ? value : fc.constant(part))))
    .map((p) => p.join(''));
  const under = match_type === 'prefix' ? fc.constantFrom('', '/', '/7', '/a/b') : fc.constant('');
  return fc.tuple(filled, under).map(([text, tail]) => (text === '/' && tail !== '' ? tail : text + tail));
}

const ESCAPED = [
  '%61',
  '%C3%A9',
  '%20',
  '%2f',
  '%5C',
  '%23',
  '%00',
  '%zz',
  '%ff',
  '..',
  '.',
  '%2e%2e',
  '..;x',
  '',
];

/** Changes a path in one place, sometimes into something that is refused. */
export const mutated = (path: string): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constant(path) },
    { weight: 2, arbitrary: fc.constant(`${path}/`.replace('//', '/')) },
    { weight: 2, arbitrary: fc.constant(path.replace(/(.)\/[^/]*$/, '$1')) },
    { weight: 2, arbitrary: value.map((text) => path.replace(/[^/]*$/, text)) },
    { weight: 1, arbitrary: fc.constantFrom(...ESCAPED).map((text) => path.replace(/[^/]*$/, text)) },
    { weight: 1, arbitrary: fc.constant(path.replace(/[a-z]/, (c) => `%${c.charCodeAt(0).toString(16)}`)) },
  );
