import type { Form, JsonSchema, Unit } from './json-schema.ts';
import { normalName } from './name.ts';

/** A key of a mapping: its canonical name and what stands there. */
export interface Key {
  readonly name: string;
  readonly node: SchemaNode;
}

/** A schema made ready for walking: references resolved, annotations at hand. Nodes form a graph, for groups nest. */
export interface SchemaNode {
  readonly title: string | undefined;
  readonly types: readonly string[];
  /** Every key that may be written, aliases too. */
  readonly keys: ReadonlyMap<string, Key> | undefined;
  /** The keys that stay in the document, in the order of the schema; those of features that are not built are not among them. */
  readonly kept: ReadonlyMap<string, SchemaNode>;
  /** Those of them whose default has places in it. */
  readonly located: ReadonlyMap<string, SchemaNode>;
  /** What the values of a mapping with free keys are. */
  readonly values: SchemaNode | undefined;
  readonly items: SchemaNode | undefined;
  /** Normal form to canonical name. */
  readonly names: ReadonlyMap<string, string> | undefined;
  /** The one required key that has aliases. */
  readonly needs: string | undefined;
  /** Keys of which exactly one must be there. */
  readonly oneOf: readonly string[];
  readonly tag: { readonly key: string; readonly branches: ReadonlyMap<string, SchemaNode> } | undefined;
  readonly list: boolean;
  readonly lift: string | undefined;
  readonly template: boolean;
  readonly unit: Unit | undefined;
  readonly range: readonly [number, number] | undefined;
  readonly form: Form | undefined;
  readonly expects: string | undefined;
  readonly notBuilt: true | readonly string[] | undefined;
  readonly refused: string | undefined;
  readonly default: unknown;
  readonly choices: readonly unknown[] | undefined;
  /** How it may look. */
  readonly example: unknown;
}

/**
 * Prepares a schema.
 * @param root the published schema
 * @returns the node of the whole document
 */
export function compileNodes(root: JsonSchema): SchemaNode {
  const known = new Map<JsonSchema, SchemaNode>();

  const visit = (source: JsonSchema): SchemaNode => {
    const found = known.get(source);
    if (found) return found;
    const node = {} as Mutable<SchemaNode>;
    known.set(source, node);
    return fill(node, resolve(source, root), visit);
  };

  return visit(root);
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Follows a reference; what stands beside it wins, as it does in editors. */
function resolve(schema: JsonSchema, root: JsonSchema): JsonSchema {
  if (schema.$ref === undefined) return schema;
  const { $ref, ...beside } = schema;
  let target: unknown = root;
  for (const part of $ref.slice(2).split('/')) target = (target as Record<string, unknown>)[part];
  return { ...resolve(target as JsonSchema, root), ...beside };
}

function fill(
  node: Mutable<SchemaNode>,
  schema: JsonSchema,
  visit: (schema: JsonSchema) => SchemaNode,
): SchemaNode {
  const notBuilt = schema['x-not-built'];
  node.title = schema.title;
  node.types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
  node.names = schema['x-name'] && new Map(Object.entries(schema['x-name']));
  node.needs = schema.anyOf?.[0]?.required?.[0];
  node.list = schema['x-list'] ?? false;
  node.lift = schema['x-lift'];
  node.template = schema['x-template'] ?? false;
  node.unit = schema['x-unit'];
  node.range = schema['x-range'];
  node.form = schema['x-form'];
  node.expects = schema['x-expects'];
  node.notBuilt = notBuilt;
  node.refused = schema['x-refused'];
  node.default = schema.default;
  node.choices = schema.enum;
  node.items = schema.items && visit(schema.items);
  node.values =
    typeof schema.additionalProperties === 'object' ? visit(schema.additionalProperties) : undefined;
  node.example = schema.examples?.[0] ?? schema.default;
  node.kept = new Map();
  node.located = new Map();
  if (schema.properties && notBuilt !== true && !schema['x-free']) fillKeys(node, schema.properties, visit);
  const tag = schema['x-tag'];
  node.tag = tag === undefined ? undefined : { key: tag, branches: readBranches(node, schema, visit) };
  node.oneOf = tag === undefined ? (schema.oneOf ?? []).flatMap(({ required = [] }) => required) : [];
  return node;
}

function fillKeys(
  node: Mutable<SchemaNode>,
  properties: Readonly<Record<string, JsonSchema>>,
  visit: (schema: JsonSchema) => SchemaNode,
): void {
  const keys = new Map<string, Key>();
  const kept = new Map<string, SchemaNode>();
  for (const [name, schema] of Object.entries(properties)) {
    if (schema['x-alias-of'] !== undefined) continue;
    const key = { name, node: visit(schema) };
    keys.set(name, key);
    const dropped = schema['x-annotation'] || key.node.notBuilt === true || key.node.refused !== undefined;
    if (!dropped) kept.set(name, key.node);
  }
  for (const [alias, schema] of Object.entries(properties)) {
    const name = schema['x-alias-of'];
    if (name !== undefined) keys.set(alias, keys.get(name) as Key);
  }
  node.keys = keys;
  node.kept = kept;
  node.located = new Map([...kept].filter(([, child]) => hasPlaces(child)));
}

/** Whether the default of a node is, or holds, a mapping that knows its place. */
const hasPlaces = ({ default: value, keys, tag, items }: SchemaNode): boolean =>
  value !== undefined && (tag !== undefined || keys !== undefined || items?.keys !== undefined);

function readBranches(
  { names }: Pick<SchemaNode, 'names'>,
  schema: JsonSchema,
  visit: (schema: JsonSchema) => SchemaNode,
): ReadonlyMap<string, SchemaNode> {
  const branches = new Map<string, SchemaNode>();
  for (const choice of schema.oneOf ?? []) {
    const branch = visit(choice);
    const tag = branch.keys?.get(schema['x-tag'] as string);
    for (const spelling of tag?.node.choices ?? [])
      branches.set(canonicalName(names, String(spelling)), branch);
  }
  return branches;
}

/**
 * The canonical spelling of a name.
 * @param names normal form to canonical name
 * @param name as written
 * @returns the name itself when it is not known
 */
export const canonicalName = (names: SchemaNode['names'], name: string): string =>
  names?.get(normalName(name)) ?? name;

/**
 * The branch of a tagged union a value belongs to.
 * @param node any node
 * @param value a mapping
 * @returns the branch its tag names; the node itself when it is no union; undefined when the tag names no branch
 */
export function branchOf(node: SchemaNode, value: Readonly<Record<string, unknown>>): SchemaNode | undefined {
  if (!node.tag) return node;
  const name = value[node.tag.key];
  if (typeof name !== 'string') return undefined;
  return node.tag.branches.get(canonicalName(node.names, name));
}

/**
 * How a value of a node may look in YAML.
 * @param node a node
 * @returns its first example, or its default; undefined when that shows nothing
 */
export function exampleOf({ example }: SchemaNode): string | undefined {
  if (example === undefined || ['{}', '[]', '""'].includes(JSON.stringify(example))) return undefined;
  const plain =
    typeof example === 'string' && /^[\w/][\w./-]*$/.test(example) && Number.isNaN(Number(example));
  return plain ? example : JSON.stringify(example);
}
