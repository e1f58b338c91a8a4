import { resolve } from 'node:path';
import { toTemplateForm } from '../model/literal.ts';
import type { NodePath } from '../model/path.ts';
import { type Canonical, canonicalise } from './canonical.ts';
import { branchOf, type SchemaNode } from './node.ts';
import { rootNode } from './root.ts';
import type { Source } from './to-document.ts';

/** The configuration as it counts: canonical spelling, defaults filled in, and for every value where it came from. */
export type Effective =
  | { readonly kind: 'mapping'; readonly entries: ReadonlyMap<string, Effective> }
  | { readonly kind: 'list'; readonly items: readonly Effective[] }
  | {
      readonly kind: 'value';
      /** A text, number, boolean or null, as one may write it. */
      readonly value: unknown;
      /** The place of the value as the user spelt it; undefined for a default. */
      readonly from: NodePath | undefined;
    };

/** Where a value stands: undefined below a default. */
type From = NodePath | undefined;

/**
 * Works out what a configuration comes to before units are converted: what it gives is a configuration again, and means the same.
 * @param source a loaded value that `toDocument` has found sound
 */
export function effective(source: Source): Effective {
  const root = rootNode();
  const canonical = canonicalise(source.value, root, {
    report: ({ message }) => {
      throw new Error(`the configuration was not checked: ${message}`);
    },
    describe: String,
  });
  return walker(canonical, source)(root, canonical.value, []);
}

type Walk = (node: SchemaNode | undefined, value: unknown, from: From) => Effective;

function walker({ traces, defaultOf }: Canonical, { directoryOf }: Source): Walk {
  const walk: Walk = (node, value, from) => {
    if (Array.isArray(value)) return walkList(node, value, from);
    if (typeof value === 'object' && value !== null)
      return walkMapping(node, value as Readonly<Record<string, unknown>>, from);
    return { kind: 'value', value: written(node, value, from), from };
  };

  const walkList = (node: SchemaNode | undefined, list: readonly unknown[], from: From): Effective => {
    const lifted = traces.get(list)?.lifted;
    const items = list.map((item, i) => walk(node?.items, item, lifted ? from : from && [...from, i]));
    return { kind: 'list', items };
  };

  const walkMapping = (
    union: SchemaNode | undefined,
    mapping: Readonly<Record<string, unknown>>,
    from: From,
  ): Effective => {
    const node = union && (branchOf(union, mapping) ?? union);
    const trace = traces.get(mapping);
    const place = (name: string): From =>
      trace?.lifted ? from : from && [...from, trace?.written.get(name) ?? name];
    const entries = new Map<string, Effective>();
    if (node === undefined || node.values || !node.keys) {
      for (const [name, value] of Object.entries(mapping))
        entries.set(name, walk(node?.values, value, place(name)));
      return { kind: 'mapping', entries };
    }
    // Annotations say nothing to the gateway, but belong to what is written: the version, for one.
    for (const [name, value] of Object.entries(mapping))
      if (!node.kept.has(name)) entries.set(name, walk(node.keys.get(name)?.node, value, place(name)));
    for (const [name, child] of node.kept) {
      const value = mapping[name];
      if (value !== undefined) entries.set(name, walk(child, value, place(name)));
      else if (child.default !== undefined) entries.set(name, walk(child, defaultOf(child), undefined));
    }
    return { kind: 'mapping', entries };
  };

  /** Texts of the language were spelt as the characters they stand for; files are relative to where they are named. */
  const written = (node: SchemaNode | undefined, value: unknown, from: From): unknown => {
    if (typeof value !== 'string' || node === undefined || node.template) return value;
    const named = node.unit === 'file' && from !== undefined ? resolve(directoryOf(from), value) : value;
    return toTemplateForm(named);
  };

  return walk;
}
