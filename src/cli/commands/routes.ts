import Table from 'cli-table3';
import { printable } from '../../diagnostics/printable.ts';
import { lower } from '../../lower/lower.ts';
import { EXIT } from '../exit.ts';
import type { CommonOptions, SourceOptions } from '../options.ts';
import type { Outcome } from '../outcome.ts';
import type { Invocation } from '../program.ts';
import { requireSound } from '../require-sound.ts';
import { type RouteRow, routeRows } from '../route-rows.ts';

const HEAD = [
  'rank',
  'route',
  'host',
  'path',
  'methods',
  'conditions',
  'target',
  'priority',
] as const satisfies readonly (keyof RouteRow)[];

/** `gatewayc routes`: every way to reach a route, in match order. `--format text` has one line each, columns separated by tabs. */
export async function routes({
  options,
  terminal,
}: Invocation<SourceOptions & CommonOptions>): Promise<Outcome> {
  const required = await requireSound(options, terminal, '');
  if (required.kind === 'refused') return required.outcome;
  const { document } = required.sound;
  // Which server it is for makes no difference to the order.
  const rows = routeRows(lower(document, { flavor: 'debian-1.22' }), document);
  return {
    ...required.known,
    exit: EXIT.done,
    data: { routes: rows },
    text:
      options.format === 'pretty' ? pretty(rows) : rows.map((row) => `${cells(row).join('\t')}\n`).join(''),
    hint:
      rows.length === 0
        ? 'there are no routes'
        : 'the first whose host, path and conditions fit wins; a smaller priority number comes first',
  };
}

function pretty(rows: readonly RouteRow[]): string {
  if (rows.length === 0) return '';
  const table = new Table({ head: [...HEAD], style: { head: [], border: [], compact: true } });
  table.push(...rows.map(cells));
  return `${table.toString()}\n`;
}

const cells = (row: RouteRow): string[] =>
  HEAD.map((key) => {
    const value = row[key];
    return printable(Array.isArray(value) ? value.join(',') || 'any' : String(value));
  });
