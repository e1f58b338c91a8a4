import type { GatewayDocument } from '../model/document.ts';
import type { PartialDocument } from '../model/partial.ts';
import type { NodePath } from '../model/path.ts';
import type { Canonical } from './canonical.ts';
import type { SchemaNode } from './node.ts';
import type { Report } from './problem.ts';
import { prune } from './prune.ts';
import { type Spot, spotOf } from './spot.ts';
import { validate } from './validate.ts';
import type { Describe } from './wording.ts';

/** What reading a part of a document needs. */
export interface PartialTools {
  /** Takes contradictions that could not be seen before. */
  readonly report: Report;
  readonly describe: Describe;
  /** Makes the document of a valid value. */
  readonly build: (canonical: Canonical, report: Report) => GatewayDocument;
}

/** Cutting may uncover contradictions that have to be cut out too; more layers than this are left for the next run. */
const ROUNDS = 4;

/** What contradictions between routes and services rest on, by the last key of their place; the others stand in one block. */
const RESTS_ON: Readonly<Record<string, readonly string[]>> = {
  address: ['id', 'nodes', 'protocol'],
  protocol: ['id', 'nodes', 'protocol', 'services', 'target'],
  service: ['id', 'services', 'target'],
};

/**
 * Reads what is left of a faulty value, so that rules can look at it.
 * @param canonical the faulty value
 * @param root the node of the whole document
 * @param faults the places of its faults, in canonical keys or as the user wrote them
 * @param tools for reading
 * @returns undefined when too little is left
 */
export function readPartially(
  canonical: Canonical,
  root: SchemaNode,
  { faults, tools }: { readonly faults: readonly NodePath[]; readonly tools: PartialTools },
): PartialDocument | undefined {
  const spots: Spot[] = faults.map((path) => spotOf(root, path));
  for (let round = 0; round < ROUNDS; round += 1) {
    const pruned = prune(canonical, root, spots);
    if (!pruned) return undefined;
    const { isEverywhereKnown, isKnown } = pruned.gaps;
    const before = spots.length;
    const cut: Report = ({ path }) => spots.push(spotOf(root, path));
    if (!validate(pruned.canonical, root, { report: cut, describe: tools.describe })) continue;
    const document = tools.build(pruned.canonical, (problem) => {
      cut(problem);
      if (isEverywhereKnown(RESTS_ON[String(problem.path.at(-1))] ?? [])) tools.report(problem);
    });
    if (spots.length === before) return { document, isKnown };
  }
  return undefined;
}
