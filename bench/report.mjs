// The results, for people.
// @ts-check
import { keeps } from './rows/row.mjs';

/** @typedef {import('./rows/row.mjs').Row} Row */
/** @typedef {{ date: string, machine: Record<string, unknown>, versions: Record<string, string>, settings: Record<string, unknown>, rows: Row[] }} Results */

/** @param {Row} row */
const figureOf = ({ figure, unit }) => (unit === '×' ? `${figure.toFixed(2)} ×` : `${figure} ${unit}`);

/** @param {Row} row */
function cellsOf(row) {
  const { cpu_us: cpu, p99_us: p99 } = /** @type {Record<string, import('./statistics.mjs').Quartiles>} */ (
    row.detail
  );
  return [
    row.title,
    figureOf(row),
    row.must === undefined ? '' : `${row.must}`,
    row.aim === undefined ? '' : `${row.aim}`,
    cpu === undefined ? '' : `${cpu.lower.toFixed(1)} (${cpu.median.toFixed(1)})`,
    p99 === undefined ? '' : `${p99.median}`,
    keeps(row) ? '' : 'missed',
  ];
}

const HEAD = ['what', 'result', 'must', 'aim', 'CPU µs a request (median)', 'p99 µs', ''];

/**
 * A line a row, aligned, for a terminal.
 * @param {readonly Row[]} rows
 */
export function asText(rows) {
  const table = [HEAD, ...rows.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(...table.map((cells) => cells[column]?.length ?? 0)));
  const line = (/** @type {readonly string[]} */ cells) =>
    cells
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  return `${table.map(line).join('\n')}\n`;
}

/**
 * A table for the README, and what it was measured with.
 * @param {Results} results
 */
export function asMarkdown({ date, machine, versions, settings, rows }) {
  const line = (/** @type {readonly string[]} */ cells) => `| ${cells.join(' | ')} |`;
  const columns = HEAD.slice(0, -1);
  const table = [
    line(columns),
    line(columns.map(() => '---')),
    ...rows.map((row) => line(cellsOf(row).slice(0, -1))),
  ];
  const { nginx, node } = versions;
  return `${table.join('\n')}

Measured ${date.slice(0, 10)} with nginx ${nginx}, node ${node}, ${machine.cpu}, ${machine.cores} cores, ${settings.rounds} interleaved rounds of ${settings.seconds} s.
`;
}
