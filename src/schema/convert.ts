import { resolve } from 'node:path';
import type { Loaded } from '../input/loaded.ts';
import type { NodePath } from '../model/path.ts';
import { asciiLower } from '../model/text.ts';
import type { Canonical } from './canonical.ts';
import { branchOf, type SchemaNode } from './node.ts';
import { measure } from './scalar.ts';

/** Converts a valid canonical value that stands at a place in the user's spelling. */
export type Convert = (node: SchemaNode, value: unknown, at: NodePath) => unknown;

/**
 * Makes what turns valid canonical values into values with defaults filled in, units as numbers and file names absolute, in the shape of
 * `src/schema/raw.ts`. Every mapping with keys of the language gets `at`, its place; annotations and blocks that are switched off are gone.
 * @param canonical what canonicalising left behind
 * @param directoryOf the directories that file names are relative to
 */
export function converter(canonical: Canonical, directoryOf: Loaded['directoryOf']): Convert {
  const { traces, defaultOf } = canonical;
  const templates = new Map<SchemaNode, Readonly<Record<string, unknown>>>();

  const convert: Convert = (node, value, at) => {
    if (Array.isArray(value)) return convertList(node, value, at);
    if (typeof value === 'object' && value !== null)
      return convertMapping(node, value as Readonly<Record<string, unknown>>, at);
    if (node.unit === 'file') return resolve(directoryOf(at), String(value));
    return convertScalar(node, value);
  };

  const convertList = (node: SchemaNode, list: readonly unknown[], at: NodePath): unknown => {
    const { items } = node;
    if (!items) return list;
    const lifted = traces.get(list)?.lifted;
    return list.map((item, index) =>
      convert(items, item, lifted || typeof item !== 'object' ? at : [...at, index]),
    );
  };

  const convertMapping = (
    union: SchemaNode,
    mapping: Readonly<Record<string, unknown>>,
    at: NodePath,
  ): unknown => {
    const node = branchOf(union, mapping) ?? union;
    if (node.values) return convertFree(node.values, mapping, at);
    if (!node.keys) return mapping;
    const trace = traces.get(mapping);
    const out: Record<string, unknown> = { ...templateOf(node) };
    out.at = at;
    const place = (name: string): NodePath =>
      trace?.lifted ? at : [...at, trace?.written.get(name) ?? name];
    for (const name of Object.keys(mapping)) {
      const child = node.kept.get(name);
      if (child === undefined) continue;
      const value = mapping[name];
      const plain = typeof value !== 'object' && child.unit !== 'file';
      out[name] = plain ? convertScalar(child, value) : convert(child, value, place(name));
    }
    for (const [name, child] of node.located)
      if (mapping[name] === undefined) out[name] = convert(child, defaultOf(child), place(name));
    return out;
  };

  /** Cloning an object with all keys is several times cheaper than adding them one by one. */
  const templateOf = (node: SchemaNode): Readonly<Record<string, unknown>> => {
    const known = templates.get(node);
    if (known) return known;
    const template: Record<string, unknown> = { at: [] };
    for (const [name, child] of node.kept)
      if (child.default !== undefined && !node.located.has(name))
        template[name] = convert(child, defaultOf(child), []);
    templates.set(node, template);
    return template;
  };

  const convertFree = (
    values: SchemaNode,
    mapping: Readonly<Record<string, unknown>>,
    at: NodePath,
  ): unknown => {
    const out: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(mapping)) out[key] = convert(values, value, [...at, key]);
    return out;
  };

  return convert;
}

function convertScalar(node: SchemaNode, value: unknown): unknown {
  switch (node.unit) {
    case 'text':
      return String(value);
    case 'count':
      return value === 'auto' ? value : Number(value);
    case 'upper-case':
      return String(value).toUpperCase();
    case 'lower-case':
      return asciiLower(String(value));
    case 'duration':
    case 'size':
    case 'megabytes':
      return measure(node, value);
    default:
      return value;
  }
}
