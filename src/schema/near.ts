import { suggestName } from '../input/suggest-name.ts';
import { normalName } from './name.ts';
import type { SchemaNode } from './node.ts';

/** Whether a key belongs to the user, who may write below it what he likes. */
export const isFree = (key: string): boolean => key.startsWith('x-');

/**
 * The key that was probably meant.
 * @param key a key the language does not have at a place
 * @param keys those it has there
 * @returns its canonical name; undefined when none is near
 */
export function nearKey(key: string, keys: NonNullable<SchemaNode['keys']>): string | undefined {
  const near = suggestName(normalName(key), [...keys.keys()]);
  return near === undefined ? undefined : keys.get(near)?.name;
}
