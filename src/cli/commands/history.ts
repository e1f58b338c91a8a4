import { resolve } from 'node:path';
import { readHistoryOf } from '../../deploy/status.ts';
import { printable } from '../../diagnostics/printable.ts';
import { EXIT } from '../exit.ts';
import { describeEntry } from '../history-line.ts';
import type { RootOptions } from '../options.ts';
import type { Outcome } from '../outcome.ts';
import type { Invocation } from '../program.ts';

type HistoryOptions = RootOptions & { readonly limit: number };

/** `gatewayc history`: what was live below a root, and when; the newest first. */
export async function history({ options, terminal }: Invocation<HistoryOptions>): Promise<Outcome> {
  const { root, current, entries, back } = await readHistoryOf(resolve(terminal.cwd, options.root));
  const shown = entries.toReversed().slice(0, options.limit);
  const live = shown.findIndex((entry) => entry.generation === current && entry.outcome !== 'failed');
  const lines = shown.map(
    (entry, i) => `${printable(describeEntry(entry))}${i === live ? '  current' : ''}\n`,
  );
  return {
    exit: EXIT.done,
    diagnostics: [],
    data: { root, current: current ?? null, back, entries: shown },
    text: lines.join(''),
    hint: hintFor(entries.length, back),
  };
}

function hintFor(recorded: number, [next, ...others]: readonly string[]): string {
  if (next === undefined)
    return recorded === 0 ? 'nothing was recorded here yet' : 'there is no earlier release to go back to';
  const more = others.length === 0 ? '' : `, or further: gatewayc rollback 2 to ${others[0]}`;
  return `gatewayc rollback goes back to ${next}${more}`;
}
