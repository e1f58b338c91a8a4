/** A length of time in milliseconds. */
export type Duration = number & { readonly unit: 'ms' };

/** A size in bytes. */
export type Bytes = number & { readonly unit: 'bytes' };

/** Wraps a number of milliseconds. */
export const milliseconds = (value: number): Duration => value as Duration;

/** Wraps a number of bytes. */
export const bytes = (value: number): Bytes => value as Bytes;

const MS_PER_UNIT: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const BYTES_PER_UNIT: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** What a duration looks like; also the `pattern` of the schema's duration format. */
export const DURATION_PATTERN = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/;

/** What a size looks like; also the `pattern` of the schema's size format. */
export const SIZE_PATTERN = /^\d+(?:\.\d+)?\s*(?:[kKmMgG](?:i?[bB])?|[bB])?$/;

/**
 * Reads a duration: `250ms`, `5s`, `1m30s`; a bare number is seconds (D8, D34).
 * @param text the value as written
 * @returns milliseconds, rounded up so that a positive duration never becomes zero; undefined when it is not a duration
 */
export function parseDuration(text: string | number): Duration | undefined {
  if (typeof text === 'number')
    return Number.isFinite(text) && text >= 0 ? milliseconds(Math.ceil(text * 1000)) : undefined;
  const trimmed = text.trim();
  if (/^\d+(?:\.\d+)?$/.test(trimmed)) return milliseconds(Math.ceil(Number(trimmed) * 1000));
  if (!DURATION_PATTERN.test(trimmed)) return undefined;
  let total = 0;
  for (const [, amount, unit] of trimmed.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) {
    total += Number(amount) * (MS_PER_UNIT[unit as string] as number);
  }
  return milliseconds(Math.ceil(total));
}

/**
 * Reads a size: `10k`, `4m`, `1g`, `512`; units are powers of 1024 as in nginx.
 * @param text the value as written
 * @returns bytes; undefined when it is not a size
 */
export function parseSize(text: string | number): Bytes | undefined {
  if (typeof text === 'number') return Number.isInteger(text) && text >= 0 ? bytes(text) : undefined;
  const trimmed = text.trim();
  if (!SIZE_PATTERN.test(trimmed)) return undefined;
  const [, amount, unit] = /^(\d+(?:\.\d+)?)\s*([kKmMgG]?)/.exec(trimmed) as RegExpExecArray;
  return bytes(Math.ceil(Number(amount) * (BYTES_PER_UNIT[(unit as string).toLowerCase()] as number)));
}
