import type { Diagnostic } from './diagnostic.ts';

/**
 * Puts findings into the order people read them in, by file and place (those without a place last), and drops repetitions.
 * @param diagnostics findings in any order
 */
export function arrange(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const byIdentity = new Map<string, Diagnostic>();
  for (const diagnostic of diagnostics) {
    const identity = identityOf(diagnostic);
    if (!byIdentity.has(identity)) byIdentity.set(identity, diagnostic);
  }
  return [...byIdentity.values()].sort(inReadingOrder);
}

function identityOf({ code, message, span }: Diagnostic): string {
  return JSON.stringify([code, message, span?.file, span?.start.line, span?.start.column]);
}

function inReadingOrder(a: Diagnostic, b: Diagnostic): number {
  if (!a.span || !b.span) return Number(!a.span) - Number(!b.span) || byCodeAndMessage(a, b);
  return (
    compare(a.span.file, b.span.file) ||
    a.span.start.line - b.span.start.line ||
    a.span.start.column - b.span.start.column ||
    byCodeAndMessage(a, b)
  );
}

const byCodeAndMessage = (a: Diagnostic, b: Diagnostic): number =>
  compare(a.code, b.code) || compare(a.message, b.message);

/** By code units: the same in every locale. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
