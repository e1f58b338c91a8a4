import { printable } from '../../diagnostics/printable.ts';
import type { Leaf } from '../../emit/model/model.ts';
import { isMasked } from '../leaf.ts';

/** The unit of a field's number. */
export type Unit = 'ms' | 'bytes' | 'days' | 'segments';

const DURATIONS = /(?:^|[._])timeout$/;
const SIZES = new Set(['max_body_size', 'max_header_bytes', 'max_size']);

/**
 * The unit of a field.
 * @param name dotted name of a field, for example `retry.per_try_timeout`
 */
export function unitOf(name: string): Unit | undefined {
  if (DURATIONS.test(name)) return 'ms';
  const last = name.slice(name.lastIndexOf('.') + 1);
  if (SIZES.has(last)) return 'bytes';
  if (last === 'max_age') return 'days';
  return last === 'strip_prefix' ? 'segments' : undefined;
}

/** Longer texts are cut: a diff is read, and the file has the whole. */
const LONGEST = 80;

/**
 * Writes a value for people.
 * @param name the field it belongs to
 * @param leaf the value; undefined where there is none
 */
export function valueText(name: string, leaf: Leaf | undefined): string {
  if (leaf === undefined) return 'none';
  if (isMasked(leaf)) return `[from ${printable(leaf.from)}]`;
  if (typeof leaf === 'number') return numberText(leaf, unitOf(name));
  const text = Array.isArray(leaf) ? leaf.join(', ') : String(leaf);
  if (text === '') return '""';
  return printable(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
}

/**
 * Writes a change of a value. Two values that look the same but are not say so: they are masked, or cut.
 * @param name the field
 * @param old the value before
 * @param now the value after
 */
export function changeText(name: string, old: Leaf | undefined, now: Leaf | undefined): string {
  const [a, b] = [valueText(name, old), valueText(name, now)];
  return a === b ? `${a}, with another value` : `${a} → ${b}`;
}

function numberText(number: number, unit: Unit | undefined): string {
  switch (unit) {
    case 'ms':
      return number % 1000 === 0 ? `${number / 1000}s` : `${number}ms`;
    case 'bytes':
      return sizeText(number);
    case 'days':
      return `${number} days`;
    case 'segments':
      return `${number} ${number === 1 ? 'segment' : 'segments'}`;
    default:
      return String(number);
  }
}

/**
 * Writes a size in the largest unit that is exact.
 * @param bytes the size
 */
export function sizeText(bytes: number): string {
  for (const [letter, factor] of [
    ['g', 1024 ** 3],
    ['m', 1024 ** 2],
    ['k', 1024],
  ] as const)
    if (bytes > 0 && bytes % factor === 0) return `${bytes / factor}${letter}`;
  return String(bytes);
}
