import { describe, expect, it } from 'vitest';
import { CODES } from '../../../src/diagnostics/codes.ts';
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts';
import { type Format, report } from '../../../src/diagnostics/report.ts';
import { diagnostic, span } from './make.ts';

const render = (format: Format, diagnostics: readonly Diagnostic[]): string =>
  report(diagnostics, { format, sources: () => undefined, color: 'on' });

const { span: _span, ...nowhere } = diagnostic({
  code: 'GW1019',
  severity: 'warning',
  message: 'unused',
  help: 'remove',
});
const found = diagnostic({
  message: 'a <b> | "c"',
  context: 'route a',
  labels: [{ span: span(1, 1, 2), message: 'here' }],
});

describe('text', () => {
  it('is one line a finding', () => {
    expect(render('text', [nowhere, found])).toBe(
      'gateway.yaml:2:3: error GW1002: a <b> | "c" (route a)\nwarning GW1019: unused\n',
    );
  });
});

describe('json', () => {
  it('has every key in every finding', () => {
    const parsed = JSON.parse(render('json', [found, nowhere]));
    expect(parsed).toEqual({
      diagnostics: [
        {
          code: 'GW1002',
          severity: 'error',
          message: 'a <b> | "c"',
          span: span(2, 3, 2),
          labels: [{ span: span(1, 1, 2), message: 'here' }],
          help: null,
          context: 'route a',
        },
        {
          code: 'GW1019',
          severity: 'warning',
          message: 'unused',
          span: null,
          labels: [],
          help: 'remove',
          context: null,
        },
      ],
      summary: { errors: 1, warnings: 1, infos: 0 },
    });
  });

  it('can be parsed when there is nothing', () => {
    expect(JSON.parse(render('json', []))).toEqual({
      diagnostics: [],
      summary: { errors: 0, warnings: 0, infos: 0 },
    });
  });
});

describe('sarif', () => {
  it('carries the rules of the codes found, and places in them', () => {
    const log = JSON.parse(
      render('sarif', [nowhere, found, { ...found, span: { ...span(3, 1), file: 'a b/ü#.yaml' } }]),
    );
    const [run] = log.runs;
    expect(log.version).toBe('2.1.0');
    expect(run.tool.driver.rules.map((rule: { id: string }) => rule.id)).toEqual(['GW1002', 'GW1019']);
    expect(run.tool.driver.rules[0].help.text).toBe(CODES.GW1002.text);
    expect(
      run.results.map((result: { ruleIndex: number; level: string }) => [result.ruleIndex, result.level]),
    ).toEqual([
      [0, 'error'],
      [0, 'error'],
      [1, 'warning'],
    ]);
    expect(run.results[0].locations[0].physicalLocation.artifactLocation.uri).toBe('a%20b/%C3%BC%23.yaml');
    expect(run.results[1].locations[0].physicalLocation.region).toEqual({
      startLine: 2,
      startColumn: 3,
      endLine: 2,
      endColumn: 5,
    });
    expect(run.results[1].relatedLocations).toMatchObject([{ id: 0, message: { text: 'here' } }]);
    expect(run.results[2].locations).toEqual([]);
  });
});

describe('junit', () => {
  it('fails for errors only and escapes XML', () => {
    const xml = render('junit', [found, nowhere]);
    expect(xml).toContain('<testsuites tests="2" failures="1" errors="0">');
    expect(xml).toContain(
      '<failure type="GW1002" message="a &lt;b&gt; | &quot;c&quot;">gateway.yaml:2:3: error GW1002: a &lt;b&gt; | &quot;c&quot; (route a)</failure>',
    );
    expect(xml).toContain('<system-out>warning GW1019: unused\nhelp: remove</system-out>');
  });

  it('has one passed case when there is nothing', () => {
    expect(render('junit', [])).toContain('<testsuites tests="1" failures="0" errors="0">');
  });
});

describe('markdown', () => {
  it('escapes markup, tables and mentions', () => {
    const table = render('markdown', [{ ...found, help: '@admin [x](y) `z`' }]);
    expect(table).toContain(
      '| error | GW1002 | gateway.yaml&#58;2&#58;3 | a &#60;b&#62; \\| "c" \\(route a\\) |',
    );
    expect(table).toContain('| &#64;admin \\[x\\]\\(y\\) \\`z\\` |');
  });
});

describe('every format', () => {
  it('sorts by file and place, places last, and says everything once', () => {
    const other = { ...found, span: { ...span(1, 1), file: 'a.yaml' } };
    const later = { ...found, span: span(10, 1) };
    const lines = render('text', [nowhere, later, found, other, found, nowhere]).trimEnd().split('\n');
    expect(lines.map((line) => line.split(' ')[0])).toEqual([
      'a.yaml:1:1:',
      'gateway.yaml:2:3:',
      'gateway.yaml:10:1:',
      'warning',
    ]);
  });
});
