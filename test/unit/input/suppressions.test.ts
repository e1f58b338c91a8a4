import { describe, expect, it } from 'vitest';
import type { Code } from '../../../src/diagnostics/codes.ts';
import type { Diagnostic, Severity } from '../../../src/diagnostics/diagnostic.ts';
import { applySuppressions } from '../../../src/input/suppressions.ts';
import { brief, loadText } from './load-text.ts';

const at = (line: number, code: Code, severity: Severity = 'warning'): Diagnostic => {
  const place = { line, column: 1, offset: 0 };
  return { code, severity, message: 'm', span: { file: 'gateway.yaml', start: place, end: place } };
};

describe('suppressions', () => {
  it('cover their own line, or the next line with content when they stand alone', async () => {
    const loaded = await loadText(
      'a: 1 # gatewayc-ignore GW1019: why\n# gatewayc-ignore gw1020: why\n# more\n\nb: 2\nc: "# gatewayc-ignore GW1019: no"\n',
    );
    expect(loaded.suppressions.map(({ code, line, reason }) => [code, line, reason])).toEqual([
      ['GW1019', 1, 'why'],
      ['GW1020', 5, 'why'],
    ]);
    expect(applySuppressions([at(1, 'GW1019'), at(5, 'GW1020')], loaded)).toEqual([]);
  });

  it('never drop errors', async () => {
    const loaded = await loadText('a: 1 # gatewayc-ignore GW1002: why\n');
    const error = at(1, 'GW1002', 'error');
    expect(applySuppressions([error], loaded)).toEqual([error]);
  });

  it('are reported when they cover nothing, unless errors kept the checks from running', async () => {
    const loaded = await loadText('a: 1 # gatewayc-ignore GW1020: why\n');
    const other = at(2, 'GW1020');
    expect(applySuppressions([other], loaded).map(({ code }) => code)).toEqual(['GW1020', 'GW1019']);
    expect(applySuppressions([at(9, 'GW1002', 'error')], loaded)).toHaveLength(1);
  });

  it('are not obeyed without a reason or with an unknown code', async () => {
    const loaded = await loadText(
      'a: 1 # gatewayc-ignore GW1019\nb: 1 # gatewayc-ignore GW1019:  \nc: 1 # gatewayc-ignore: x\nd: 1 # gatewayc-ignore GW0000: x\n',
    );
    expect(loaded.suppressions).toEqual([]);
    expect(brief(loaded)).toEqual(['GW1020 1:6', 'GW1020 2:6', 'GW1020 3:6', 'GW1020 4:6']);
  });

  it('take several codes', async () => {
    const loaded = await loadText('a: 1 # gatewayc-ignore GW1019, GW1020: why\n');
    expect(loaded.suppressions.map(({ code }) => code)).toEqual(['GW1019', 'GW1020']);
  });
});
