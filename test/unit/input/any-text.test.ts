import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { report } from '../../../src/diagnostics/report.ts';
import { hasErrors } from '../../../src/diagnostics/summary.ts';
import { loadText } from './load-text.ts';

const token = fc.constantFrom(
  ...[
    'a: ',
    'b',
    '\n',
    '  ',
    '- ',
    '[',
    ']',
    '{',
    '}',
    ', ',
    '"',
    "'",
    '&x ',
    '*x',
    '<<: ',
    '!t ',
    '!!int ',
    '? ',
    ': ',
    '# c\n',
  ],
  ...[
    '---\n',
    '...\n',
    '%YAML 1.2\n',
    '|\n',
    '>-\n',
    '\t',
    '${A}',
    '${',
    '$${',
    '${x}',
    '${A:-',
    '1e999',
    '0x',
    '~',
    '\r\n',
    '\ufeff',
  ],
  ...[
    '\u001b[31m',
    '\u0000',
    '::error::',
    'x-y: ',
    '# gatewayc-ignore GW1002: x\n',
    '\ud800',
    'include: ',
    '\u2028',
    '__proto__: ',
  ],
);
const text = fc.array(
  fc.oneof({ weight: 8, arbitrary: token }, fc.string({ unit: 'binary', maxLength: 3 })),
  {
    maxLength: 40,
  },
);

describe('any text', () => {
  it('loads, or gives findings with a place in it, and never throws', async () => {
    await fc.assert(
      fc.asyncProperty(text, async (tokens) => {
        const source = tokens.join('');
        const loaded = await loadText(source, { A: 'v' });
        if (loaded.value === undefined) expect(hasErrors(loaded.diagnostics)).toBe(true);
        for (const { span, labels = [] } of loaded.diagnostics) {
          for (const place of [span, ...labels.map((label) => label.span)]) {
            const lines = source.split('\n').length;
            expect(place?.start.line).toBeGreaterThanOrEqual(1);
            expect(place?.start.line).toBeLessThanOrEqual(lines);
            expect(place?.start.column).toBeGreaterThanOrEqual(1);
          }
        }
        for (const color of ['on', 'off'] as const) {
          report(loaded.diagnostics, { format: 'pretty', sources: loaded.sources, color });
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
