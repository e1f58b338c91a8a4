import type { Diagnostic, Span } from '../../../src/diagnostics/diagnostic.ts';

/**
 * A place for tests.
 * @param line one-based
 * @param column one-based
 * @param length in columns
 */
export function span(line: number, column: number, length = 1): Span {
  return {
    file: 'gateway.yaml',
    start: { line, column, offset: 0 },
    end: { line, column: column + length, offset: length },
  };
}

/**
 * A finding for tests.
 * @param overrides what matters to the test
 */
export function diagnostic(overrides: Partial<Diagnostic> = {}): Diagnostic {
  return {
    code: 'GW1002',
    severity: 'error',
    message: 'the key "id" is there twice',
    span: span(2, 3, 2),
    ...overrides,
  };
}
