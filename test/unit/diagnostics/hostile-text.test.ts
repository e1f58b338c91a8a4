import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts';
import { type Format, REPORTERS, report } from '../../../src/diagnostics/report.ts';
import { diagnostic, span } from './make.ts';

const FORMATS = Object.keys(REPORTERS) as Format[];

const piece = fc.constantFrom(
  '::error::',
  '##[error]',
  '::',
  '\n',
  '\r',
  '\u001b[31m',
  '\u009b',
  '\u202e',
  '%0A',
  '|',
  '<b>',
  ' ',
  'a',
  '\ud800',
);
const text = fc
  .array(fc.oneof(piece, fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 8 })
  .map((pieces) => pieces.join(''));

const finding: fc.Arbitrary<Diagnostic> = fc
  .record({
    message: text,
    file: text,
    help: text,
    context: text,
    label: text,
    line: fc.integer({ min: 1, max: 9 }),
  })
  .map(({ message, file, help, context, label, line }) => {
    const place = { ...span(line, line), file };
    return diagnostic({ message, help, context, span: place, labels: [{ span: place, message: label }] });
  });

/** Everything but the line feed; in JSON the rest stays what it was, for programs to read. */
const CONTROL = /(?!\n)\p{Cc}/u;
const REORDERING = /[\u202a-\u202e\u2066-\u2069]/;
const COMMAND = /^\s*::(?!error file=)/m;

describe('user text in reports', () => {
  const sources = fc.option(text, { nil: undefined });

  it.each(FORMATS)('%s has no raw control characters and no command of the user', (format) => {
    fc.assert(
      fc.property(fc.array(finding, { maxLength: 4 }), sources, (diagnostics, source) => {
        const output = report(diagnostics, {
          format,
          sources: () => source?.replaceAll('\t', ' '),
          color: 'off',
        });
        expect(output).not.toMatch(CONTROL);
        expect(output).not.toMatch(COMMAND);
        if (format === 'json' || format === 'sarif') return;
        expect(output).not.toMatch(REORDERING);
        expect(output).not.toContain('##[');
      }),
      { numRuns: 300 },
    );
  });

  it.each(['json', 'sarif'] as const)('%s can be parsed', (format) => {
    fc.assert(
      fc.property(fc.array(finding, { maxLength: 4 }), (diagnostics) => {
        JSON.parse(report(diagnostics, { format, sources: () => undefined, color: 'off' }));
      }),
    );
  });

  it('gives one line a finding in text', () => {
    fc.assert(
      fc.property(finding, (only) => {
        const output = report([only], { format: 'text', sources: () => undefined, color: 'off' });
        expect(output.split('\n')).toHaveLength(2);
      }),
    );
  });
});
