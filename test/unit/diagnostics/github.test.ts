import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts';
import { report } from '../../../src/diagnostics/report.ts';
import { diagnostic, span } from './make.ts';

const github = (diagnostics: readonly Diagnostic[]): readonly string[] =>
  report(diagnostics, { format: 'github', sources: () => undefined, color: 'off' })
    .trimEnd()
    .split('\n');

describe('github', () => {
  it('escapes what would end a property or the command', () => {
    const found = diagnostic({
      message: '100% wrong, a:b\n::error::x',
      span: { ...span(2, 3, 2), file: 'a,b:c%.yaml' },
      help: 'mend it',
      context: 'route a',
    });
    expect(github([found])).toEqual([
      '::error file=a%2Cb%3Ac%25.yaml,line=2,endLine=2,col=3,endColumn=5,title=GW1002 Duplicate key' +
        '::100%25 wrong, a:b\\n::error::x (route a)%0Amend it',
    ]);
  });

  it('leaves columns out for a stretch of several lines', () => {
    const found = diagnostic({ span: { ...span(2, 3), end: { line: 4, column: 1, offset: 9 } } });
    expect(github([found])[0]).toContain('line=2,endLine=4,title=');
  });

  it('writes at most ten annotations of a kind, the rest as text', () => {
    const errors = Array.from({ length: 12 }, (_, index) => diagnostic({ span: span(index + 1, 1) }));
    const infos = errors.map((error): Diagnostic => ({ ...error, code: 'GW1020', severity: 'info' }));
    const lines = github([...errors, ...infos]);
    expect(lines).toHaveLength(24);
    expect(lines.filter((line) => line.startsWith('::error '))).toHaveLength(10);
    expect(lines.filter((line) => line.startsWith('::notice '))).toHaveLength(10);
    expect(lines.filter((line) => !line.startsWith('::'))).toContain(
      'gateway.yaml:12:1: error GW1002: the key "id" is there twice',
    );
  });
});
