import { describe, expect, it } from 'vitest';
import {
  captureNames,
  literalStart,
  type PathPattern,
  parsePattern,
  specificity,
} from '../../../src/model/pattern.ts';

type MatchType = Parameters<typeof parsePattern>[1];

const read = (text: string, type: MatchType = 'auto'): PathPattern => {
  const pattern = parsePattern(text, type);
  if ('problem' in pattern) throw new Error(pattern.problem);
  return pattern;
};

const literal = (text: string) => ({ kind: 'literal', text });

describe('parsePattern', () => {
  it('takes a path without metacharacters, and one with a harmless colon, as exact (M010)', () => {
    expect(read('/a/b')).toEqual({ kind: 'exact', path: '/a/b' });
    expect(read('/v1/users:batch')).toEqual({ kind: 'exact', path: '/v1/users:batch' });
    expect(read('/a/:b', 'exact')).toEqual({ kind: 'exact', path: '/a/:b' });
  });

  it('takes a trailing /** or /* as everything below whole segments (M011, M097)', () => {
    const below = { kind: 'segments', segments: [literal('a')], rest: true };
    expect(read('/a/**')).toEqual(below);
    expect(read('/a/*')).toEqual(below);
    expect(read('/a/**/*')).toEqual(below);
    expect(read('/a', 'prefix')).toEqual(below);
    expect(read('/a/', 'prefix')).toEqual(below);
    expect(read('/', 'prefix')).toEqual({ kind: 'segments', segments: [], rest: true });
    expect(read('/a/:id', 'prefix')).toEqual({
      kind: 'segments',
      segments: [literal('a'), { kind: 'any', name: 'id' }],
      rest: true,
    });
  });

  it('reads parameters with and without a constraint, whatever the constraint holds (M160)', () => {
    expect(read('/u/:id')).toEqual({
      kind: 'segments',
      segments: [literal('u'), { kind: 'any', name: 'id' }],
      rest: false,
    });
    expect(read('/u/{id:\\d{2,3}}/')).toEqual({
      kind: 'segments',
      segments: [literal('u'), { kind: 'any', name: 'id', test: '\\d{2,3}' }, literal('')],
      rest: false,
    });
    expect(read('/u/{id:(?:a|b/c)?}')).toMatchObject({ segments: [literal('u'), { test: '(?:a|b/c)?' }] });
  });

  it('keeps a * inside a segment within the segment', () => {
    const [segment] = (read('/a*b') as Extract<PathPattern, { kind: 'segments' }>).segments;
    expect(segment).toEqual({ kind: 'any', test: 'a[^/]*b' });
  });

  it('turns an inner ** into a regex behind its literal segments, several of them too', () => {
    const pattern = read('/a/**/b/:id/**/c');
    expect(pattern).toMatchObject({ kind: 'regex', prefix: ['a'], names: ['id'], glob: { literals: 3 } });
    const regex = new RegExp((pattern as Extract<PathPattern, { kind: 'regex' }>).source);
    expect(['/a/b/7/c', '/a/x/y/b/7/z/c', '/a/b/c', '/a/b/7/8'].map((path) => regex.test(path))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('anchors a regex at both ends unless it says otherwise, and finds its literal beginning (M012)', () => {
    expect(read('~/v[0-9]+')).toMatchObject({ source: '^(?:/v[0-9]+)$', prefix: [] });
    expect(read('~ ^/api/v1/[0-9]+')).toMatchObject({ source: '^/api/v1/[0-9]+', prefix: ['api', 'v1'] });
    expect(read('/api/x', 'regex')).toMatchObject({ source: '^(?:/api/x)$', prefix: ['api'] });
    expect(read('~\\.json$')).toMatchObject({ source: '\\.json$', prefix: [] });
  });

  it.each([
    ['^/a/b|^/c/d', []],
    ['^/a/[(]x|/b/', []],
    ['^/(?:a|b)/c', []],
    ['^/a/?$', []],
    ['^/a/b?', ['a']],
    ['^/a\\.b/c', ['a.b']],
    ['^/a/(?i)b/c', []],
    ['^/a/(x|y)', ['a']],
  ])('errs on the short side of the literal beginning of %s', (source, prefix) => {
    expect(read(`~${source}`)).toMatchObject({ prefix });
  });

  it.each([
    ['a', 'does not start'],
    ['/a//b', 'empty segment'],
    ['/a//**', 'empty segment'],
    ['/a/./b', 'dot segment'],
    ['/a/..', 'dot segment'],
    ['/a%20b', 'percent-encoded'],
    ['/a\\b', 'character'],
    ['/:a/:a', 'twice'],
    ['/:rest/**', 'twice'],
    ['/{a', 'not a parameter'],
    ['/x{a}', 'not a parameter'],
    ['/:1', 'not a parameter'],
    ['/**/{id:[0-9]+}/x', 'both'],
    ['~^/(a', 'never closed'],
  ])('refuses %s', (text, problem) => {
    expect(parsePattern(text, 'auto')).toMatchObject({
      problem: expect.stringContaining(problem),
      help: expect.any(String),
    });
  });
});

describe('specificity', () => {
  it('puts exact first, then literals, parameters, globs, regexes (D23)', () => {
    const ranked = [
      '/a/b/c',
      '/a/b/:x',
      '/a/b/**',
      '~^/a/b/[a-z]+$',
      '/a/{x:[a-z]+}/:y',
      '/a/:x/:y',
      '/a/**',
      '~^/a/.*$',
      '/:x',
      '/**',
    ];
    const shuffled = [...ranked].reverse();
    shuffled.sort((a, b) => {
      const [left, right] = [specificity(read(a)), specificity(read(b))];
      return left.map((n, i) => n - (right[i] as number)).find((n) => n !== 0) ?? 0;
    });
    expect(shuffled).toEqual(ranked);
  });

  it('puts a glob with an inner ** before the prefix it lies in', () => {
    expect(specificity(read('/a/**/b'))[1]).toBeLessThan(specificity(read('/a/**'))[1]);
  });
});

describe('what a pattern gives to others', () => {
  it('names its captures', () => {
    expect(captureNames(read('/a/:x/{y}/**'))).toEqual(['x', 'y', 'rest']);
    expect(captureNames(read('~^/(?<x>a)/(b)$'))).toEqual(['x', '1', '2']);
    expect(captureNames(read('/a'))).toEqual([]);
  });

  it('knows the literal segments it starts with', () => {
    expect(
      ['/a/b', '/a/', '/a/:x/c', '/**', '~^/a/b/[0-9]$', '/a/**/b'].map((text) =>
        literalStart(read(text)).join('/'),
      ),
    ).toEqual(['a/b', 'a', 'a', '', 'a/b', 'a']);
  });
});
