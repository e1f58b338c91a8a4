import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { format } from '../../../src/input/format.ts';
import { ROOT } from '../../structure/files.ts';

const run = (text: string) => format({ name: 'a.yaml', directory: '/nowhere', text });
const formatted = (text: string): string => {
  const result = run(text);
  return result.kind === 'formatted' ? result.text : expect.fail(JSON.stringify(result.diagnostics));
};

/** Every YAML file of the examples and the goldens. */
const files = ['examples', 'test/golden'].flatMap((top) =>
  readdirSync(join(ROOT, top), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => join(top, name)),
);

describe('formatting', () => {
  it.each<[string, string, string]>([
    ['two blanks a level, lists below their key', 'a:\n- b:\n      c: 1\n', 'a:\n  - b:\n      c: 1\n'],
    ['one blank after a colon and before a comment', 'a:    1     # why\n', 'a: 1 # why\n'],
    ['no blanks inside brackets', 'a: { b: [ 1,2 ] }\n', 'a: {b: [1, 2]}\n'],
    ['one blank line at most', 'a: 1\n\n\n\nb: 2\n', 'a: 1\n\nb: 2\n'],
    ['a line break at the end, LF everywhere', 'a: 1\r\nb: 2', 'a: 1\nb: 2\n'],
    ['quotes stay', `a: 'x'\nb: "y"\nc: z\n`, `a: 'x'\nb: "y"\nc: z\n`],
    [
      'anchors, aliases and merge keys stay',
      'x-a:   &a {b: 1}\nc: {<<:   *a}\n',
      'x-a: &a {b: 1}\nc: {<<: *a}\n',
    ],
    ['block texts stay', 'a: |\n   x\n     y\nb: >-\n   z\n', 'a: |\n  x\n    y\nb: >-\n  z\n'],
    ['comments stay', '# top\na:\n    # in\n    b: 1\n# end\n', '# top\na:\n  # in\n  b: 1\n\n# end\n'],
    ['long lines of text stay', `a: ${'word '.repeat(60)}end\n`, `a: ${'word '.repeat(60)}end\n`],
    [
      'long brackets become blocks',
      `a: {b: "${'x'.repeat(60)}", c: "${'y'.repeat(60)}", d: [1, 2]}\n`,
      `a:\n  b: "${'x'.repeat(60)}"\n  c: "${'y'.repeat(60)}"\n  d: [1, 2]\n`,
    ],
  ])('%s', (_, before, after) => {
    expect(formatted(before)).toBe(after);
    expect(formatted(after)).toBe(after);
  });
  it.each([
    'a: [',
    'a: 1\na: [',
    '---\na: 1\n---\nb: 2\n',
    'a: !x 1\n',
    '',
    '%YAML 1.1\n---\na: yes\n',
    'a: *b\n',
    "? 'y'<<: # c",
  ])('refuses %j, with a place', (text) => {
    const result = run(text);
    expect(result).toMatchObject({ kind: 'refused' });
    if (result.kind === 'refused') expect(result.diagnostics[0]?.span?.file).toBe('a.yaml');
  });
  it.each(files)('%s: formatted twice is formatted once', (file) => {
    const text = readFileSync(join(ROOT, file), 'utf8');
    const result = run(text);
    if (result.kind === 'formatted') expect(formatted(result.text)).toBe(result.text);
  });
  it('keeps the meaning and every comment of any sound text, and settles', () => {
    const piece = fc.constantFrom(
      'a',
      'b: ',
      '- ',
      '\n',
      '\n  ',
      '\n    ',
      ': ',
      ', ',
      '[',
      ']',
      '{',
      '}',
      '# c',
      ' ',
      '"x"',
      "'y'",
      '&a ',
      '*a',
      '|\n',
      '>-\n',
      '1',
      'null',
      '\n\n',
      '? ',
      '<<: ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 24 }), (pieces) => {
        const result = run(pieces.join(''));
        if (result.kind === 'formatted') expect(formatted(result.text)).toBe(result.text);
      }),
      { numRuns: 1_500 },
    );
  }, 30_000);
});
