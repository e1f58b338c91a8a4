import { FORMAT, type Model } from './model.ts';

/** What was read: a model, or why it is none. */
export type ReadModel =
  | { readonly kind: 'model'; readonly model: Model }
  /** Written by a gatewayc that knows more than this one. */
  | { readonly kind: 'newer' }
  | { readonly kind: 'broken' };

const LISTS = ['routes', 'services', 'matches', 'listeners'] as const;
const RECORDS = ['settings', 'dictionaries'] as const;

/**
 * Reads the model of a release.
 * @param text of its `data/model.json`
 */
export function readModel(text: string): ReadModel {
  let value: Partial<Record<keyof Model, unknown>> | null;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'broken' };
  }
  if (typeof value !== 'object' || value === null) return { kind: 'broken' };
  if (typeof value.format === 'number' && value.format > FORMAT) return { kind: 'newer' };
  const whole =
    value.format === FORMAT &&
    LISTS.every((key) => Array.isArray(value[key])) &&
    RECORDS.every((key) => typeof value[key] === 'object' && value[key] !== null);
  return whole ? { kind: 'model', model: value as unknown as Model } : { kind: 'broken' };
}
