import type { Code } from '../diagnostics/codes.ts';
import { parseDuration, parseSize } from '../model/units.ts';
import { parseEndpoint, parseListen } from './address.ts';
import type { SchemaNode } from './node.ts';
import { typeOf } from './wording.ts';

/** What is wrong with a scalar that JSON Schema cannot say. */
export interface ScalarProblem {
  readonly code: Code;
  /** Puts it into words for a key and a value. */
  readonly words: (label: string, shown: string) => { readonly message: string; readonly help?: string };
}

const MEGABYTE = 1024 ** 2;

/**
 * Reads a scalar that has a unit.
 * @param node a node
 * @param value a scalar
 * @returns milliseconds, bytes or the number itself; undefined when the node has no such unit or the value does not fit it
 */
export function measure({ unit }: SchemaNode, value: unknown): number | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  if (unit === 'duration') return parseDuration(value);
  if (unit === 'size') return parseSize(value);
  if (unit === 'megabytes') return typeof value === 'number' ? parseSize(value * MEGABYTE) : parseSize(value);
  return undefined;
}

/**
 * Checks what stands in `x-range` and `x-form`.
 * @param node a node
 * @param value a scalar; one of another type or pattern is ajv's to refuse
 * @returns the problem, if there is one
 */
export function scalarProblem(node: SchemaNode, value: unknown): ScalarProblem | undefined {
  if (node.range) {
    const amount = measure(node, value);
    if (amount === undefined) return undefined;
    const [least, most] = node.range;
    if (amount < least) return outside(`at least ${inUnit(node, least)}`);
    if (amount > most) return outside(`at most ${inUnit(node, most)}`);
  }
  if (node.form === undefined || !node.types.includes(typeOf(value))) return undefined;
  const read = node.form === 'endpoint' ? parseEndpoint(String(value)) : parseListen(String(value));
  if (!('problem' in read)) return undefined;
  const { problem, help } = read;
  return { code: 'GW1110', words: (label, shown) => ({ message: `${label}: ${shown} ${problem}`, help }) };
}

const outside = (bound: string): ScalarProblem => ({
  code: 'GW1109',
  words: (label, shown) => ({ message: `${label} must be ${bound}, not ${shown}` }),
});

const STEPS: readonly (readonly [number, string])[] = [
  [1024 ** 3, 'g'],
  [1024 ** 2, 'm'],
  [1024, 'k'],
];

function inUnit({ unit }: SchemaNode, amount: number): string {
  if (unit === 'duration') return amount % 1000 === 0 ? `${amount / 1000}s` : `${amount}ms`;
  const step = STEPS.find(([size]) => amount >= size && amount % size === 0);
  return step ? `${amount / step[0]}${step[1]}` : String(amount);
}
