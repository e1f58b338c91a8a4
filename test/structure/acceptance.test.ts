// Every capability and decision that is built is cited by the name of a test.
import { describe, expect, it } from 'vitest';
import { filesBelow } from './files.ts';

/** What is built, as ranges: "M010-M012" is M010, M011 and M012. */
const BUILT = `
  M010-M012 M018-M020 M044 M045 M055 M058 M060-M064 M070 M073-M077 M082 M092-M103 M107-M121 M142 M144-M149 M153-M169 M184 M186-M188
  M190 M191 M194 M201-M203 M206 M207 M221 M223 M225 M232-M237 M239-M242 M247-M249 M280-M282 M292 M309 M310 M313
  D4-D8 D10 D11 D21-D28 D31 D32 D34 D36`;

function expand(range: string): string[] {
  const [, letter, first, last = first] = /^([MD])(\d+)(?:-[MD](\d+))?$/.exec(range) as unknown as [
    string,
    string,
    string,
    string?,
  ];
  const numbers = Array.from({ length: Number(last) - Number(first) + 1 }, (_, i) => Number(first) + i);
  return numbers.map((n) => `${letter}${letter === 'M' ? String(n).padStart(3, '0') : n}`);
}

/** The names of tests: what follows `it(`, `describe(`, or the second call of `it.each`. */
function cited(source: string): string[] {
  const names = source.match(/(?:\b(?:it|test|describe)\(|\)\()\s*(['"`])[^\n]*?\1/g) ?? [];
  return names.flatMap((name) => name.match(/\b[MD]\d{1,3}\b/g) ?? []);
}

describe('acceptance', () => {
  it('finds the numbers in names of tests only', () => {
    const source = `it('a (M001, D2)', () => 0); // M003\nit.each([1])('b %s (M004)', f); const x = 'M005';`;
    expect(cited(source)).toEqual(['M001', 'D2', 'M004']);
    expect(expand('M009-M011')).toEqual(['M009', 'M010', 'M011']);
  });

  it('cites every number that is built', () => {
    const tests = filesBelow('test').filter(({ path }) => /\.test\.ts$|^test\/contract\//.test(path));
    const found = new Set(tests.flatMap(({ text }) => cited(text)));
    const missing = BUILT.trim()
      .split(/\s+/)
      .flatMap(expand)
      .filter((number) => !found.has(number));
    expect(missing).toEqual([]);
  });
});
