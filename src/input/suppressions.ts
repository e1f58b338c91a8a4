import { type Code, findCode } from '../diagnostics/codes.ts';
import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts';
import { finding } from '../diagnostics/finding.ts';
import type { Report } from './findings.ts';
import { type Comment, type Source, spanOf } from './source.ts';

/** A comment `# gatewayc-ignore CODE: reason`. */
export interface Suppression {
  readonly code: Code;
  readonly reason: string;
  /** The comment. */
  readonly span: Span;
  /** The line whose findings it covers: its own, or the next one with content when it has a line to itself. */
  readonly line: number;
}

const FORM = /^#+\s*gatewayc-ignore\b(?<codes>[^:]*)(?::(?<reason>.*))?$/;

/**
 * Reads the suppressions of a file; those that cannot be obeyed are reported.
 * @param source the parsed file
 * @param report takes the findings
 */
export function readSuppressions(source: Source, report: Report): readonly Suppression[] {
  const coveredLine = coverage(source);
  return source.comments.flatMap((comment): readonly Suppression[] => {
    const form = FORM.exec(comment.text.trimEnd());
    if (!form) return [];
    const span = spanOf(source, comment.offset, comment.offset + comment.text.trimEnd().length);
    const codes = (form.groups?.codes ?? '').split(/[\s,]+/).filter((code) => code !== '');
    const reason = (form.groups?.reason ?? '').trim();
    const refuse = (message: string): readonly Suppression[] => {
      const help = 'write # gatewayc-ignore GW3004: why this is harmless here';
      report(finding('GW1020', { message, span, help }));
      return [];
    };
    if (codes.length === 0) return refuse('this suppression names no code');
    if (reason === '') return refuse('this suppression gives no reason, so it is not obeyed');
    const line = coveredLine(comment, span.start.line);
    return codes.flatMap((text) => {
      const known = findCode(text);
      return known ? [{ code: known.code, reason, span, line }] : refuse(`there is no code ${text}`);
    });
  });
}

/**
 * Drops the warnings and infos that a suppression covers, and reports suppressions that cover nothing. Errors are never dropped;
 * while there are errors nothing is called unused, because the checks behind them have not run.
 * @param diagnostics every finding of the run
 * @param loaded the loaded files
 * @returns the findings that are left, in their order, and the new ones
 */
export function applySuppressions(
  diagnostics: readonly Diagnostic[],
  loaded: { readonly suppressions: readonly Suppression[] },
): readonly Diagnostic[] {
  const byCover = new Map<string, Suppression[]>();
  for (const suppression of loaded.suppressions) {
    const key = coverKey(suppression.code, suppression.span.file, suppression.line);
    const others = byCover.get(key);
    if (others) others.push(suppression);
    else byCover.set(key, [suppression]);
  }
  const used = new Set<Suppression>();
  const kept = diagnostics.filter(({ code, severity, span }) => {
    if (severity === 'error' || !span) return true;
    const covering = byCover.get(coverKey(code, span.file, span.start.line)) ?? [];
    for (const suppression of covering) used.add(suppression);
    return covering.length === 0;
  });
  if (kept.some((diagnostic) => diagnostic.severity === 'error')) return kept;
  const unused = loaded.suppressions.filter((suppression) => !used.has(suppression));
  return [...kept, ...unused.map(describeUnused)];
}

const coverKey = (code: Code, file: string, line: number): string => `${code} ${line} ${file}`;

function describeUnused({ code, span }: Suppression): Diagnostic {
  return finding('GW1019', {
    message: `nothing here reports ${code}`,
    span,
    help: 'remove this suppression',
  });
}

const BLANK_OR_COMMENT = /[ \t\r]*(?:#[^\n]*)?\n/y;

/** Tells the line a comment covers, and remembers it for every line on the way, so that a block of comments is walked once. */
function coverage({ text }: Source): (comment: Comment, own: number) => number {
  const known = new Map<number, number>();
  return ({ offset }, own) => {
    const lineStart = text.lastIndexOf('\n', offset) + 1;
    if (text.slice(lineStart, offset).trim() !== '') return own;
    if (known.has(own)) return known.get(own) as number;
    let covered = own;
    for (BLANK_OR_COMMENT.lastIndex = lineStart; BLANK_OR_COMMENT.test(text); covered += 1);
    for (let line = own; line < covered; line += 1) known.set(line, covered);
    return covered;
  };
}
