import { type NodePath, toPointer } from '../model/path.ts';
import type { Canonical, Trace } from './canonical.ts';
import type { Gaps } from './gaps.ts';
import { isFree, nearKey } from './near.ts';
import type { SchemaNode } from './node.ts';
import type { Spot } from './spot.ts';

/** A mapping that may be changed. */
export type Draft = Record<string, unknown>;

/** A route or service, without its faults. */
export interface Entity {
  readonly at: NodePath;
  readonly mapping: Draft;
}

/** Whether a value is a mapping. */
export const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Cuts the faults out of one mapping; what it contains is left alone. */
export type Cleanse = (node: SchemaNode, value: unknown, at: NodePath) => Draft;

/**
 * Makes what cuts faults out of mappings: keys with a faulty value, keys the language does not have, and features that are not built.
 * Without a value a key is not known, and neither is the one that a misspelt key comes near to; a feature that is not built is never
 * looked at, so that the mapping is whole without it.
 * @param canonical the faulty value; it is not changed
 * @param spots its faults
 * @param gaps takes what is not known, in canonical keys
 * @returns the cutter, and the traces of the value with those of the copies it makes
 */
export function cleanser(
  canonical: Canonical,
  spots: readonly Spot[],
  gaps: Gaps,
): { readonly cleanse: Cleanse; readonly traces: ReadonlyMap<object, Trace> } {
  const traces = new Map(canonical.traces);
  const faulty = new Map<string, Set<string>>();
  for (const { at, key } of spots) {
    const keys = faulty.get(toPointer(at)) ?? new Set<string>();
    faulty.set(toPointer(at), keys);
    if (key !== undefined) keys.add(key);
  }

  const cleanse: Cleanse = (node, value, at) => {
    if (!isMapping(value)) {
      gaps.markAll(at);
      return {};
    }
    const wrong = faulty.get(toPointer(at));
    const draft: Draft = { ...value };
    const trace = traces.get(value);
    if (trace) traces.set(draft, trace);
    for (const key of wrong ? new Set([...Object.keys(value), ...wrong]) : []) {
      const child = node.keys?.get(key)?.node;
      if (child ? !wrong?.has(key) : isFree(key)) continue;
      delete draft[key];
      if (!child) gaps.mark(at, meant(key, node, value));
      else if (child.notBuilt !== true && child.refused === undefined) gaps.mark(at, key);
    }
    return draft;
  };

  return { cleanse, traces };
}

/** The key a stray one may have been meant for. */
function meant(key: string, { keys }: SchemaNode, beside: Readonly<Record<string, unknown>>): string {
  const near = keys && nearKey(key, keys);
  return near === undefined || Object.hasOwn(beside, near) ? 'other' : near;
}
