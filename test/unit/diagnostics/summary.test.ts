import { describe, expect, it } from 'vitest';
import { describeSummary, hasErrors, reaches, summary } from '../../../src/diagnostics/summary.ts';
import { diagnostic } from './make.ts';

const warning = diagnostic({ severity: 'warning' });
const info = diagnostic({ severity: 'info' });

describe('summary', () => {
  it('counts by severity', () => {
    expect(summary([warning, info, warning])).toEqual({ errors: 0, warnings: 2, infos: 1 });
  });

  it('is written with the right plurals and without zeros', () => {
    expect(describeSummary({ errors: 1, warnings: 0, infos: 0 })).toBe('1 problem (1 error)');
    expect(describeSummary({ errors: 10, warnings: 1, infos: 20 })).toBe(
      '31 problems (10 errors, 1 warning, 20 infos)',
    );
  });

  it('knows what reaches a severity', () => {
    expect(hasErrors([warning, info])).toBe(false);
    expect(hasErrors([warning, diagnostic()])).toBe(true);
    expect(reaches([warning], 'warning')).toBe(true);
    expect(reaches([info], 'warning')).toBe(false);
    expect(reaches([], 'info')).toBe(false);
  });
});
