import { styleText } from 'node:util';
import { printable } from '../../diagnostics/printable.ts';
import type { EntityChange } from '../difference.ts';
import { type DiffReport, hasDifferences } from './report.ts';
import { changeText } from './value.ts';
import { effectLines, entityText, gist, NOUNS, outcomeText, placeText, witnessText } from './words.ts';

const SIGNS = { added: '+', removed: '-', changed: '~' } as const;
const COLORS = { added: 'green', removed: 'red', changed: 'yellow' } as const;

/** Lists are cut here; `--format json` has everything. */
const MOST = { entities: 200, requests: 20 } as const;

/**
 * Renders a comparison for a terminal: what differs, what will happen, and the risk on the last line.
 * @param report what to show
 * @param color whether to use colours
 * @returns text that ends with a line break
 */
export function renderText(report: DiffReport, color: 'on' | 'off'): string {
  const paint = (name: 'green' | 'red' | 'yellow' | 'bold', text: string): string =>
    color === 'on' ? styleText(name, text, { validateStream: false }) : text;
  const { difference, drift } = report;
  const head = `${printable(report.old.name)} → ${printable(report.new.name)}`;
  if (!hasDifferences(report)) return `${head}: no differences\n`;
  const lines = [head];
  const section = (title: string, body: readonly string[]): void => {
    if (body.length > 0) lines.push('', paint('bold', title), ...body.map((line) => `  ${line}`));
  };
  for (const [kind, title] of Object.entries(NOUNS)) {
    const changes = difference.entities.filter(({ entity }) => entity === kind);
    const shown = changes.slice(0, MOST.entities).flatMap((change) => entityLines(change, paint));
    section(title, [...shown, ...more(changes.length - MOST.entities)]);
  }
  if (difference.different) section('effects', [...effectLines(difference.effects), ...requestLines(report)]);
  section(
    'changed by hand',
    drift.map(({ kind, path }) => `${printable(path)} ${kind}`),
  );
  return `${[...lines, '', riskLine(report)].join('\n')}\n`;
}

/**
 * The summary of a comparison on one line.
 * @param report the report
 */
export function riskLine({ difference, drift }: DiffReport): string {
  const { level, summary } = difference.risk;
  const byHand = drift.length === 0 ? '' : `; ${drift.length} files changed by hand will be written anew`;
  return `risk: ${level}: ${printable(summary)}${byHand}`;
}

const more = (number: number): readonly string[] =>
  number > 0 ? [`… and ${number} more; --format json lists them all`] : [];

type Paint = (name: 'green' | 'red' | 'yellow', text: string) => string;

function entityLines(change: EntityChange, paint: Paint): readonly string[] {
  const sign = paint(COLORS[change.change], SIGNS[change.change]);
  const place = change.place ? `  ${placeText(change.place)}` : '';
  if (change.entity === 'setting') {
    const [field] = change.fields;
    const at = field?.place ? `  ${placeText(field.place)}` : '';
    return [`${sign} ${change.id}: ${changeText(change.id, field?.old, field?.new)}${at}`];
  }
  if (change.change !== 'changed') {
    const words = gist(change);
    return [`${sign} ${entityText(change)}${words === '' ? '' : `: ${words}`}${place}`];
  }
  const fields = change.fields.map(({ name, new: now, old, place: at }) => {
    const where = at ? `  ${placeText(at)}` : '';
    return `    ${printable(name)}: ${changeText(name, old, now)}${where}`;
  });
  return [`${sign} ${entityText(change)}${place}`, ...fields];
}

function requestLines({ difference }: DiffReport): readonly string[] {
  const { rerouted, searched, swapped } = difference.effects;
  const shown = rerouted
    .slice(0, MOST.requests)
    .map(({ from, to, witness }) => `  ${witnessText(witness)}: ${outcomeText(from)} → ${outcomeText(to)}`);
  return [
    ...(rerouted.length === 0 ? [] : ['requests that go elsewhere, for example', ...shown]),
    ...more(rerouted.length - MOST.requests).map((line) => `  ${line}`),
    ...(searched ? [] : ['there are more changes than were looked for in requests']),
    ...swapped
      .slice(0, MOST.requests)
      .map(
        ({ first, second }) =>
          `${printable(first)} now comes before ${printable(second)}; no request was found for which that matters`,
      ),
  ];
}
