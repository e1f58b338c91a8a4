import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts';
import { report } from '../../../src/diagnostics/report.ts';
import { diagnostic, span } from './make.ts';

const pretty = (diagnostics: readonly Diagnostic[], source?: string, color: 'on' | 'off' = 'off'): string =>
  report(diagnostics, { format: 'pretty', sources: () => source, color });

describe('pretty', () => {
  it('shows the lines, the carets and the way out, as cli.md draws them', () => {
    const source = 'routes:\n  - id: a\n    limiter_config:\n      algoritm: token-bucket\n';
    const found = diagnostic({
      message: 'unknown field "algoritm"',
      span: span(4, 7, 8),
      help: 'did you mean "algorithm"?',
      context: 'route user-api, limiter_config',
    });
    expect(pretty([found, diagnostic({ severity: 'warning', span: span(1, 1) })], source)).toBe(
      [
        'error[GW1002] gateway.yaml:4:7  unknown field "algoritm"  (route user-api, limiter_config)',
        '  3 |     limiter_config:',
        '> 4 |       algoritm: token-bucket',
        '    |       ^^^^^^^^ did you mean "algorithm"?',
      ]
        .join('\n')
        .replace(
          /^/,
          'warning[GW1002] gateway.yaml:1:1  the key "id" is there twice\n> 1 | routes:\n    | ^\n\n',
        )
        .concat('\n\n2 problems (1 error, 1 warning) · gatewayc rules GW1002\n'),
    );
  });

  it('shows the places of labels', () => {
    const found = diagnostic({ labels: [{ span: span(1, 1, 2), message: 'the first one' }] });
    expect(pretty([found], 'id: a\n- id: b\n')).toContain(
      '\n  gateway.yaml:1:1  the first one\n> 1 | id: a\n    | ^^\n',
    );
  });

  it('marks the first line of a longer stretch, without its line break', () => {
    const found = diagnostic({ span: { ...span(1, 3), end: { line: 3, column: 2, offset: 30 } } });
    expect(pretty([found], '- id: a  \r\n  b: 1\r\n')).toContain('> 1 | - id: a  \n    |   ^^^^^\n');
  });

  it('says the way out where there is no source to show', () => {
    const { span: _span, ...nowhere } = diagnostic({ help: 'install nginx' });
    expect(pretty([nowhere])).toContain('error[GW1002] the key "id" is there twice\n  help: install nginx\n');
  });

  it('cuts long lines around the place', () => {
    const text = pretty(
      [diagnostic({ span: span(1, 50_000, 3) })],
      `${'a'.repeat(49_999)}XYZ${'b'.repeat(50_000)}`,
    );
    const [, line, carets] = text.split('\n') as [string, string, string];
    expect(line.length).toBeLessThan(220);
    expect(line.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('XYZ');
  });

  it('keeps carets true behind hidden characters and tabs', () => {
    const [, line, carets] = pretty(
      [diagnostic({ span: span(1, 5, 3) })],
      '\u001b\u202e\ta XYZ'.replace(' ', ''),
    ).split('\n');
    expect(line).toBe('> 1 | ␛�\taXYZ');
    expect(carets).toBe('    |   \t ^^^');
  });

  it('colours only when asked', () => {
    expect(pretty([diagnostic()], 'a\nb\n', 'on')).toContain('\u001b[31;1merror[GW1002]\u001b[0m');
    expect(pretty([diagnostic()], 'a\nb\n', 'off')).not.toContain('\u001b');
  });

  it('has nothing to say about nothing', () => {
    expect(pretty([])).toBe('');
  });
});
