import { describe, expect, it } from 'vitest';
import { scanRegex } from '../../../src/model/regex.ts';

describe('scanRegex', () => {
  it.each([
    '^/a/[0-9]+$',
    '[]a]',
    '[^]]',
    '[[:alpha:]-]+',
    '[\\]]',
    'a{2}{3}',
    'a{,3}',
    'a{x}',
    '(?i)abc',
    '(?i-s:abc)+',
    '(?<a>x)\\k<a>',
    "(?'a'x)",
    '(?P<a>x)(?P=a)',
    '(?>a++)b*+c?+',
    '(?<=a)b(?<!c)',
    '(?|(a)|(b))',
    '(?#no)a',
    '(a)(?1)?',
    '(?R)?',
    '(?(1)a|b)(c)',
    '(*UTF8)a',
    '\\Q(\\E',
    '\\(\\[',
    '(?x) a # (\n b',
    '',
  ])('accepts %j, as PCRE does', (source) => {
    expect(scanRegex(source).kind).toBe('regex');
  });

  it.each([
    ['(', '"(" is never closed'],
    ['a)', '")" closes nothing'],
    ['[a', '"[" is never closed'],
    ['[]', '"[" is never closed'],
    ['*a', 'repeats nothing'],
    ['a|+', 'repeats nothing'],
    ['(?:*)', 'repeats nothing'],
    ['a**', 'repeats nothing'],
    ['a\\', 'single backslash'],
    ['[z-a]', 'upside down'],
    ['a{3,2}', 'upside down'],
    ['a{70000}', 'at most'],
    ['(?<a>x)(?<a>y)', 'two groups'],
    ['(?<1a>x)', 'no group'],
    ['(?!', '"(" is never closed'],
    ['(a)\\2', 'does not exist'],
  ])('refuses %j', (source, problem) => {
    expect(scanRegex(source)).toEqual({ kind: 'problem', problem: expect.stringContaining(problem) });
  });

  it('counts groups and names them', () => {
    expect(scanRegex('(a)(?:b)(?<c>d)(?=e)[(](?P<f>g)')).toEqual({
      kind: 'regex',
      groups: 3,
      names: ['c', 'f'],
    });
  });
});
