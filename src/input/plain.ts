import { type Alias, isAlias, isMap, isScalar, type ParsedNode, type YAMLMap, type YAMLSeq } from 'yaml';
import { finding } from '../diagnostics/finding.ts';
import type { Surroundings } from './fill.ts';
import { isMergeKey, readKey } from './key.ts';
import { LIMITS } from './limits.ts';
import { readScalar } from './scalar.ts';
import { type Source, spanOfNode } from './source.ts';

/** The values of one file. */
export interface Plain {
  readonly value: unknown;
  /** Scalars whose variables could not be filled in; their value is the text as written. */
  readonly unsettled: ReadonlySet<ParsedNode>;
}

/** A converted node: how many values it holds and how deep they are nested, both counted through aliases. */
interface Converted {
  readonly value: unknown;
  readonly count: number;
  readonly height: number;
}

interface Walk {
  readonly source: Source;
  readonly surroundings: Surroundings;
  readonly unsettled: Set<ParsedNode>;
  /** Anchored nodes; `open` while the node is being converted. */
  readonly anchored: Map<ParsedNode, Converted | 'open'>;
  /** Values that aliases added so far. */
  readonly tally: { aliased: number };
}

const NOTHING: Converted = { value: null, count: 1, height: 0 };

/**
 * Turns the nodes of a file into plain values: variables filled in, aliases and merge keys followed. Keys with `x-` at the top are left
 * out. Deeper ones may be annotations or names such as those of headers, which only the schema can tell: they stay, and what is wrong in
 * them is said when they are read. Values behind one anchor are one object, so a file of aliases takes no more memory than it is long.
 * @param source the parsed file
 * @param surroundings what variables are filled in from; takes the findings
 * @returns the value, undefined when the file has no sound contents
 */
export function toPlain(source: Source, surroundings: Surroundings): Plain {
  const walk: Walk = {
    source,
    surroundings,
    unsettled: new Set(),
    anchored: new Map(),
    tally: { aliased: 0 },
  };
  const value = source.contents ? convert(walk, source.contents, 0).value : undefined;
  return { value, unsettled: walk.unsettled };
}

function convert(walk: Walk, node: ParsedNode, depth: number): Converted {
  if (isAlias(node)) return follow(walk, node, depth);
  if (node.anchor === undefined) return convertOwn(walk, node, depth);
  walk.anchored.set(node, 'open');
  const converted = convertOwn(walk, node, depth);
  walk.anchored.set(node, converted);
  return converted;
}

function convertOwn(walk: Walk, node: Exclude<ParsedNode, Alias.Parsed>, depth: number): Converted {
  if (isScalar(node)) {
    const { value, settled } = readScalar(walk.source, node, walk.surroundings);
    if (!settled) walk.unsettled.add(node);
    return { value, count: 1, height: 0 };
  }
  if (depth >= LIMITS.depth) return refuseDepth(walk, node);
  return isMap(node) ? convertMapping(walk, node, depth) : convertList(walk, node, depth);
}

function follow(walk: Walk, alias: Alias.Parsed, depth: number): Converted {
  const refuse = (message: string, help: string): Converted => {
    walk.surroundings.report(finding('GW1007', { message, span: spanOfNode(walk.source, alias), help }));
    return NOTHING;
  };
  const target = walk.source.targets.get(alias);
  if (!target) {
    return refuse(
      `the alias *${alias.source} has no anchor before it`,
      `write &${alias.source} at the value it stands for`,
    );
  }
  const known = walk.anchored.get(target);
  if (known === 'open') return refuse(`the alias *${alias.source} stands inside its own anchor`, 'remove it');
  const converted = known ?? convert(walk, target, depth);
  if (depth + converted.height > LIMITS.depth) return refuseDepth(walk, alias);
  const before = walk.tally.aliased;
  walk.tally.aliased += converted.count;
  if (walk.tally.aliased <= LIMITS.aliasedValues) return converted;
  if (before > LIMITS.aliasedValues) return NOTHING;
  return refuse(
    `aliases stand for more than ${LIMITS.aliasedValues} values`,
    'write shared parts once and refer to them by id, for example as a service',
  );
}

function convertList(walk: Walk, node: YAMLSeq.Parsed, depth: number): Converted {
  let count = 1;
  let height = 0;
  const value = node.items.map((item) => {
    // An entry of the form `[a: b]` is a pair, which the parser has wrapped into a mapping.
    const converted = convert(walk, item as ParsedNode, depth + 1);
    count += converted.count;
    height = Math.max(height, converted.height);
    return converted.value;
  });
  return { value, count, height: height + 1 };
}

function convertMapping(walk: Walk, node: YAMLMap.Parsed, depth: number): Converted {
  const value: Record<string, unknown> = {};
  const seen = new Map<string, ParsedNode>();
  const merges: ParsedNode[] = [];
  let count = 1;
  let height = 0;
  const add = (child: ParsedNode | null, within = walk): unknown => {
    const converted = child ? convert(within, child, depth + 1) : NOTHING;
    count += converted.count;
    height = Math.max(height, converted.height);
    return converted.value;
  };
  for (const pair of node.items) {
    const key = readKey(walk.source, pair.key, { seen, report: walk.surroundings.report });
    const free = key?.startsWith('x-');
    if (key === undefined || (free && depth === 0)) continue;
    if (isMergeKey(pair.key)) merges.push(pair.value ?? pair.key);
    else value[key] = add(pair.value, free ? silent(walk) : walk);
  }
  for (const merge of merges) {
    for (const part of [add(merge)].flat()) mergeMissing(walk, value, { part, node: merge });
  }
  return { value, count, height: height + 1 };
}

/** Nobody may ever read the value, so nothing in it is a problem yet: variables that cannot be filled in stay as they are written. */
const silent = (walk: Walk): Walk => ({
  ...walk,
  surroundings: { ...walk.surroundings, report: () => undefined },
  unsettled: new Set(),
});

/** Keys written out win over merged ones, and an earlier merged mapping over a later one (YAML's merge key). */
function mergeMissing(
  walk: Walk,
  value: Record<string, unknown>,
  { part, node }: { readonly part: unknown; readonly node: ParsedNode },
): void {
  if (typeof part === 'object' && part !== null && !Array.isArray(part)) {
    for (const [key, item] of Object.entries(part)) if (!Object.hasOwn(value, key)) value[key] = item;
    return;
  }
  walk.surroundings.report(
    finding('GW1001', {
      message: '<< takes a mapping or a list of mappings',
      span: spanOfNode(walk.source, node),
      help: 'write <<: *name, with &name at a mapping',
    }),
  );
}

function refuseDepth(walk: Walk, node: ParsedNode): Converted {
  walk.surroundings.report(
    finding('GW1008', {
      message: `values are nested more than ${LIMITS.depth} deep`,
      span: spanOfNode(walk.source, node),
      help: 'aliases count with what they stand for',
    }),
  );
  return NOTHING;
}
