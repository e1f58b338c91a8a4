import { resolve } from 'node:path';
import type { Loaded } from '../input/loaded.ts';
import type { NodePath } from '../model/path.ts';
import { asciiLower } from '../model/text.ts';
import type { Canonical } from './canonical.ts';
import { branchOf, type SchemaNode } from './node.ts';
import { measure } from './scalar.ts';

/** Where a value stands, what canonicalising left behind, and the directories of files. */
export interface Place {
  readonly at: NodePath;
  readonly canonical: Canonical;
  readonly directoryOf: Loaded['directoryOf'];
}

/**
 * Turns a valid canonical value into one with defaults filled in, units as numbers and file names absolute. Every mapping with keys of
 * the language gets `at`, its place in the user's spelling; annotations and blocks that are switched off are gone.
 * @param node the node of the value
 * @param value a value that passed validation
 * @param place where it stands
 * @returns the value, in the shape of `src/schema/raw.ts`
 */
export function convert(node: SchemaNode, value: unknown, place: Place): unknown {
  if (Array.isArray(value)) return visitList(node, value, place);
  if (typeof value === 'object' && value !== null)
    return visitMapping(node, value as Readonly<Record<string, unknown>>, place);
  return visitScalar(node, value, place);
}

function visitList(node: SchemaNode, list: readonly unknown[], place: Place): unknown {
  const { items } = node;
  if (!items) return list;
  const lifted = place.canonical.traces.get(list)?.lifted;
  return list.map((item, index) =>
    convert(items, item, lifted ? place : { ...place, at: [...place.at, index] }),
  );
}

function visitMapping(union: SchemaNode, mapping: Readonly<Record<string, unknown>>, place: Place): unknown {
  const node = branchOf(union, mapping) ?? union;
  if (node.values) return visitFree(node.values, mapping, place);
  if (!node.keys) return mapping;
  const trace = place.canonical.traces.get(mapping);
  const out: Record<string, unknown> = { at: place.at };
  for (const { name, node: child } of node.kept) {
    const value = mapping[name] ?? place.canonical.defaultOf(child);
    if (value === undefined) continue;
    if (child.unit === undefined && typeof value !== 'object') {
      out[name] = value;
      continue;
    }
    const at = trace?.lifted ? place.at : [...place.at, trace?.written.get(name) ?? name];
    out[name] = convert(child, value, { ...place, at });
  }
  return out;
}

function visitFree(values: SchemaNode, mapping: Readonly<Record<string, unknown>>, place: Place): unknown {
  const out: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(mapping))
    out[key] = convert(values, value, { ...place, at: [...place.at, key] });
  return out;
}

function visitScalar(node: SchemaNode, value: unknown, place: Place): unknown {
  switch (node.unit) {
    case undefined:
      return value;
    case 'text':
      return String(value);
    case 'count':
      return value === 'auto' ? value : Number(value);
    case 'upper-case':
      return String(value).toUpperCase();
    case 'lower-case':
      return asciiLower(String(value));
    case 'file':
      return resolve(place.directoryOf(place.at), String(value));
    case 'duration':
    case 'size':
    case 'megabytes':
      return measure(node, value);
  }
}
