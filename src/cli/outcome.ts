import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Format } from '../diagnostics/report.ts';
import { type ColorChoice, type Terminal, useColor } from './terminal.ts';

/** What a command came to. One place prints it, so that every command keeps the same contract. */
export interface Outcome {
  readonly exit: number;
  /** For people: the product as text. */
  readonly text?: string;
  /** For programs: the product as an object, beside which `--format json` puts the findings. */
  readonly data?: Readonly<Record<string, unknown>>;
  readonly diagnostics: readonly Diagnostic[];
  /** Texts of the user's files, for code frames. */
  readonly sources?: (file: string) => string | undefined;
  /**
   * Whether the findings themselves are the product, as for `check`; else they are talk, which goes to stdout in the formats for
   * findings, but not where `text` is the product in the format asked for (`aside`).
   */
  readonly findings?: 'product' | 'talk' | 'aside';
  /** Talk at the end: a summary, or the next thing to try. */
  readonly hint?: string;
}

type Report = typeof import('../diagnostics/report.ts').report;

/** How to print. */
export interface Presentation {
  readonly format: Format;
  readonly color: ColorChoice;
}

/**
 * Prints an outcome: data on stdout, talk on stderr. With `json` stdout is exactly one JSON value.
 * @param outcome what to print
 * @param terminal where
 * @param how the format and colours
 */
export async function present(outcome: Outcome, terminal: Terminal, how: Presentation): Promise<void> {
  const { diagnostics, text = '', data, hint, findings = 'talk' } = outcome;
  const sources = outcome.sources ?? (() => undefined);
  // Help must not wait for the reporters.
  const report: Report =
    diagnostics.length === 0 && (how.format === 'pretty' || how.format === 'text')
      ? () => ''
      : (await import('../diagnostics/report.ts')).report;
  const say = (line: string | undefined): void => {
    if (line !== undefined && line !== '') terminal.talk(line.endsWith('\n') ? line : `${line}\n`);
  };
  if (how.format === 'json') {
    const rendered = JSON.parse(report(diagnostics, { format: 'json', sources, color: 'off' }));
    terminal.out(`${JSON.stringify({ ...data, ...rendered }, undefined, 2)}\n`);
    return;
  }
  if (how.format !== 'pretty' && how.format !== 'text' && findings !== 'aside') {
    terminal.out(report(diagnostics, { format: how.format, sources, color: 'off' }));
    say(text);
    say(hint);
    return;
  }
  const stream = findings === 'product' ? 'out' : 'talk';
  const rendered = report(diagnostics, {
    format: how.format === 'text' ? 'text' : 'pretty',
    sources,
    color: useColor(how.color, terminal, stream),
  });
  if (rendered !== '') terminal[stream](rendered);
  if (text !== '') terminal.out(text);
  say(hint);
}
