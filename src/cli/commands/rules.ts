import { closest, distance } from 'fastest-levenshtein';
import type { CodeEntry } from '../../diagnostics/codes/entry.ts';
import { CODES, findCode } from '../../diagnostics/codes.ts';
import { finding } from '../../diagnostics/finding.ts';
import { EXIT } from '../exit.ts';
import type { Outcome } from '../outcome.ts';
import type { Invocation } from '../program.ts';

/** `gatewayc rules`: the long text of a code, or the list of all. */
export async function rules({ args: [wanted] }: Invocation): Promise<Outcome> {
  if (wanted === undefined) {
    const all = Object.entries<CodeEntry>(CODES).sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      exit: EXIT.done,
      text: all.map(([code, { severity, title }]) => `${code}  ${severity.padEnd(7)}  ${title}\n`).join(''),
      data: { rules: all.map(([code, { severity, title }]) => ({ code, severity, title })) },
      diagnostics: [],
      hint: 'gatewayc rules CODE explains one',
    };
  }
  const found = findCode(wanted);
  if (found === undefined) return unknown(wanted);
  const { code, entry } = found;
  return {
    exit: EXIT.done,
    text: `${code} (${entry.severity}): ${entry.title}\n\n${entry.text}\n`,
    data: { rules: [{ code, severity: entry.severity, title: entry.title, text: entry.text }] },
    diagnostics: [],
  };
}

function unknown(wanted: string): Outcome {
  const near = closest(wanted.toUpperCase(), Object.keys(CODES));
  const suggestion = distance(wanted.toUpperCase(), near) <= 2 ? `did you mean ${near}? ` : '';
  const help = `${suggestion}gatewayc rules lists all codes`;
  return {
    exit: EXIT.usage,
    diagnostics: [finding('GW9090', { message: `there is no code ${wanted}`, help })],
  };
}
