import { literalText } from '../model/literal.ts';
import { branchOf, canonicalName, type SchemaNode } from './node.ts';
import type { Report } from './problem.ts';
import { scalarProblem } from './scalar.ts';
import { type Describe, keyLabel, typeOf } from './wording.ts';

/** How a container of the canonical value differs from what the user wrote. */
export interface Trace {
  /** The container was put around a value; both have one place. */
  readonly lifted: boolean;
  /** Canonical key to the key as written. */
  readonly written: ReadonlyMap<string, string>;
}

/** The value in canonical spelling, and the way back. */
export interface Canonical {
  readonly value: unknown;
  /** Only containers that differ are in it. */
  readonly traces: ReadonlyMap<object, Trace>;
  /** The default of a node in canonical form. */
  readonly defaultOf: (node: SchemaNode) => unknown;
}

const UNCHANGED: ReadonlyMap<string, string> = new Map();
const LIFTED: Trace = { lifted: true, written: UNCHANGED };

/**
 * Spells a value canonically: aliases of keys and names (D10), lists of one written as a scalar, blocks written as their main value,
 * and texts without run-time variables as the characters they stand for. What does not fit the schema stays as it is.
 * @param value what was loaded; it is not changed
 * @param root the node of the whole document
 * @param context takes the problems; words values for messages
 */
export function canonicalise(
  value: unknown,
  root: SchemaNode,
  { report, describe }: { readonly report: Report; readonly describe: Describe },
): Canonical {
  const traces = new Map<object, Trace>();
  const defaults = new Map<SchemaNode, unknown>();
  const path: (string | number)[] = [];

  const visit = (node: SchemaNode, current: unknown): unknown => {
    if (Array.isArray(current)) return visitList(node, current);
    if (current === null || current === undefined) return current;
    if (typeof current === 'object') return visitMapping(node, current as Record<string, unknown>);
    if (node.list && node.items) return lift([visit(node.items, current)]);
    const main = node.lift === undefined ? undefined : node.keys?.get(node.lift);
    if (main && node.types.includes(typeOf(current))) return lift({ [main.name]: visit(main.node, current) });
    const spelt = typeof current === 'string' ? spell(node, current) : current;
    const problem = scalarProblem(node, spelt);
    if (problem)
      report({
        path: [...path],
        code: problem.code,
        ...problem.words(keyLabel(path), describe(spelt, path)),
      });
    return spelt;
  };

  const lift = <T extends object>(container: T): T => {
    traces.set(container, LIFTED);
    return container;
  };

  const visitList = (node: SchemaNode, list: readonly unknown[]): readonly unknown[] => {
    const { items } = node;
    if (!items) return list;
    let changed = false;
    const out = list.map((item, index) => {
      path.push(index);
      const spelt = visit(items, item);
      path.pop();
      changed ||= spelt !== item;
      return spelt;
    });
    return changed ? out : list;
  };

  const visitMapping = (union: SchemaNode, mapping: Readonly<Record<string, unknown>>): object => {
    const node = branchOf(union, mapping);
    if (!node?.keys && !node?.values) return mapping;
    let out: Record<string, unknown> | undefined;
    let written: Map<string, string> | undefined;
    const keys = Object.keys(mapping);
    for (const [i, key] of keys.entries()) {
      const current = mapping[key];
      const name = node.keys?.get(key)?.name ?? key;
      path.push(key);
      if (name !== key) {
        const other = Object.hasOwn(mapping, name) ? name : written?.get(name);
        if (other !== undefined) reportTwice(key, other, name);
        written = (written ?? new Map<string, string>()).set(name, key);
      }
      const spelt = visitEntry(union, node, { name, current });
      path.pop();
      if (out === undefined && (spelt !== current || name !== key)) {
        out = {};
        for (const before of keys.slice(0, i)) out[before] = mapping[before];
      }
      if (out) out[name] = spelt;
    }
    if (out && written) traces.set(out, { lifted: false, written });
    return out ?? mapping;
  };

  const visitEntry = (
    union: SchemaNode,
    node: SchemaNode,
    { name, current }: { readonly name: string; readonly current: unknown },
  ): unknown => {
    if (union.tag?.key === name && typeof current === 'string') return canonicalName(union.names, current);
    const child = node.keys?.get(name)?.node ?? node.values;
    return child ? visit(child, current) : current;
  };

  const reportTwice = (key: string, other: string, name: string): void =>
    report({
      code: 'GW1105',
      path: [...path],
      part: 'key',
      message: `\`${key}\` and \`${other}\` are two spellings of one key`,
      help: `keep \`${name}\` and remove the other`,
    });

  const spell = (node: SchemaNode, text: string): string => {
    const literal = node.template ? text : literalText(text);
    if (literal === undefined) {
      report({
        code: 'GW1112',
        path: [...path],
        message: `${keyLabel(path)} takes no run-time variables`,
        help: 'environment variables are in upper case: ${NAME}; write $${ for the characters ${',
      });
      return text;
    }
    return canonicalName(node.names, literal);
  };

  return {
    value: visit(root, value),
    traces,
    defaultOf: (node) => {
      if (!defaults.has(node)) defaults.set(node, visit(node, node.default));
      return defaults.get(node);
    },
  };
}
