import { printable } from '../../diagnostics/printable.ts';
import type { EntityChange } from '../difference.ts';
import { type DiffReport, hasDifferences } from './report.ts';
import { riskLine } from './text.ts';
import { changeText } from './value.ts';
import { effectLines, entityText, gist, outcomeText, placeText, witnessText } from './words.ts';

/** Rows of a table; a comment on a pull request holds 65,536 characters. */
const MOST = { entities: 100, requests: 50 } as const;

/** User text in a cell: nothing in it is markup. */
const cell = (text: string): string =>
  printable(text).replace(/[\\`*_{}[\]<>()#+!|~&@$-]/g, (char) => `&#${char.charCodeAt(0)};`);

/**
 * Renders a comparison as a comment for a pull request.
 * @param report what to show
 * @returns GitHub-flavoured markdown that ends with a line break
 */
export function renderMarkdown(report: DiffReport): string {
  const { difference, drift } = report;
  const head = `### Gateway: ${cell(report.old.name)} → ${cell(report.new.name)}`;
  if (!hasDifferences(report)) return `${head}\n\nNo differences.\n`;
  const { entities, effects } = difference;
  const parts = [head, `**${cell(riskLine(report))}**`];
  if (entities.length > 0)
    parts.push(
      table(
        ['', 'what', 'change', 'place'],
        entities.slice(0, MOST.entities).map(row),
        entities.length - MOST.entities,
      ),
    );
  if (difference.different)
    parts.push(
      `#### Effects\n\n${effectLines(effects)
        .map((line) => `- ${cell(line)}`)
        .join('\n')}`,
    );
  if (effects.rerouted.length > 0)
    parts.push(
      `#### Requests that go elsewhere\n\n${table(
        ['for example', 'before', 'after'],
        effects.rerouted
          .slice(0, MOST.requests)
          .map(({ from, to, witness }) => [witnessText(witness), outcomeText(from), outcomeText(to)]),
        effects.rerouted.length - MOST.requests,
      )}`,
    );
  if (drift.length > 0)
    parts.push(
      `#### Changed by hand\n\n${drift.map(({ kind, path }) => `- ${cell(path)} ${kind}`).join('\n')}`,
    );
  return `${parts.join('\n\n')}\n`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[], left: number): string {
  const lines = [head, head.map(() => '---'), ...rows.map((cells) => cells.map(cell))];
  const text = lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  return left > 0 ? `${text}\n\n… and ${left} more` : text;
}

const SIGNS = { added: 'new', removed: 'gone', changed: 'changed' } as const;

function row(change: EntityChange): readonly string[] {
  const { entity, fields, place } = change;
  const changes = fields.map(({ name, new: now, old }) =>
    entity === 'setting' ? changeText(name, old, now) : `${name}: ${changeText(name, old, now)}`,
  );
  const at = place ?? fields.find((field) => field.place)?.place;
  return [
    SIGNS[change.change],
    `${entity} ${entityText(change)}`,
    change.change === 'changed' ? changes.join('; ') : gist(change),
    at ? placeText(at) : '',
  ];
}
