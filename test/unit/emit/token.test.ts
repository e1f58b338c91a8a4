import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { duration, flag, identifier, integer, literal, size, Token, word } from '../../../src/emit/token.ts';
import { bytes, milliseconds } from '../../../src/model/units.ts';
import { nginxTokens } from '../../fixtures/nginx-words.ts';

/** What nginx reads in the place of one word. */
function read(token: Token): string {
  const tokens = nginxTokens(`directive ${token.text};`);
  expect(tokens.map(({ kind }) => kind)).toEqual(['word', 'word', ';']);
  return (tokens[1] as { text: string }).text;
}

const REFUSED = (code: number) => code < 32 || code === 127;

describe('a word', () => {
  it('comes back as it was, for every byte but control characters (S2)', () => {
    for (let code = 1; code < 256; code++) {
      for (const text of ['', 'a', '/a b'].flatMap((side) => [side + String.fromCharCode(code) + side])) {
        if (REFUSED(code)) expect(() => word(text)).toThrow(/control character/);
        else expect(read(word(text))).toBe(text);
      }
    }
  });

  it('comes back as it was, whatever it is (S2)', () => {
    const text = fc
      .string({ unit: 'binary', minLength: 1 })
      .filter((one) => ![...one].some((c) => REFUSED(c.charCodeAt(0))));
    fc.assert(fc.property(text, (one) => read(word(one)) === one));
  });

  it.each([
    '"; }',
    "'",
    '\\',
    '\\"',
    '{{x}}',
    ' # ',
    '}',
    ';',
    '$host',
    '${x}',
    ']]',
    '--',
    '日本',
    'a"b\'c\\d',
  ])('stays one word: %s (S1)', (text) => {
    expect(read(word(text))).toBe(text);
  });

  it('is quoted only where it must be', () => {
    expect(word('/etc/tls/a-b_c.pem').text).toBe('/etc/tls/a-b_c.pem');
    expect(word('[::]:8443').text).toBe('[::]:8443');
    expect(word('*.example.com').text).toBe('*.example.com');
    expect(word('').text).toBe('""');
    expect(word('a b').text).toBe('"a b"');
  });

  it('is never as long as nginx refuses, in bytes (S2)', () => {
    expect(read(word('ä'.repeat(2_000)))).toHaveLength(2_000);
    expect(() => word('ä'.repeat(2_001))).toThrow(/4002 bytes/);
  });
});

describe('a literal', () => {
  it('holds no variable but the one that is a dollar sign (S2)', () => {
    for (let code = 32; code < 256; code++) {
      if (REFUSED(code)) continue;
      const text = `$${String.fromCharCode(code)}{$host}`;
      const found = read(literal(text));
      expect(found.replaceAll('${gw_dollar}', '')).not.toContain('$');
      expect(found.replaceAll('${gw_dollar}', '$')).toBe(text);
    }
  });
});

describe('the other tokens', () => {
  it('refuse what they are not for', () => {
    for (const text of ['', 'a b', 'a;', 'a"', 'ä', '$x', 'a\n', 'x'.repeat(81)])
      expect(() => identifier(text)).toThrow(/not an identifier/);
    for (const value of [1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60])
      expect(() => integer(value)).toThrow(/not an integer/);
    expect(() => duration(milliseconds(0.5))).toThrow(/not an integer/);
    expect(() => size(bytes(Number.NaN))).toThrow(/not an integer/);
  });

  it.each([
    [0, '0s'],
    [1, '1ms'],
    [1500, '1500ms'],
    [60_000, '60s'],
  ])('write %i ms as %s', (value, text) => {
    expect(duration(milliseconds(value)).text).toBe(text);
  });

  it.each([
    [0, '0'],
    [1_000, '1000'],
    [1_024, '1k'],
    [1_536, '1536'],
    [10 * 1024 ** 2, '10m'],
    [1024 ** 3, '1024m'],
  ])('write %i bytes as %s', (value, text) => {
    expect(size(bytes(value)).text).toBe(text);
  });

  it('remember where they came from', () => {
    expect(word('a', ['routes', 0]).at).toEqual(['routes', 0]);
    expect(flag(true)).toEqual(new Token('on'));
  });
});
