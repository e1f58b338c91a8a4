import { missing, unknownKey } from './explain-keys.ts';
import { unknownTag } from './explain-values.ts';
import type { Finding } from './finding.ts';
import { isFree, nearKey } from './near.ts';
import type { Key, SchemaNode } from './node.ts';
import type { Problem } from './problem.ts';

/** A block whose tag is missing: where a key comes near to it, that one is misspelt, and nothing is missing. */
export function missingKey(finding: Finding): readonly Problem[] {
  const { error, found } = finding;
  const key = String(error.params.missingProperty);
  const tagged = found.node?.tag?.key === key ? anyBranch(found.node) : undefined;
  if (!tagged) return [missing(found, key)];
  const strays = straysOf(finding, tagged);
  const misspelt = strays.some((stray) => nearKey(stray, tagged.keys) === key);
  return [...(misspelt ? [] : [missing(found, key)]), ...unknownKeys(finding, tagged, strays)];
}

/** A block whose tag names nothing. */
export function wrongTag(finding: Finding): readonly Problem[] {
  const problem = unknownTag(finding);
  const { node } = finding.found;
  if (!problem || !node?.tag) return problem ? [problem] : [];
  const tagged = anyBranch(node);
  return [problem, ...unknownKeys(finding, tagged, straysOf(finding, tagged))];
}

type Tagged = SchemaNode & { readonly keys: ReadonlyMap<string, Key> };

/** Every key the block may have, whatever its tag says: ajv looks into no branch before the tag is right. */
function anyBranch(node: SchemaNode): Tagged {
  const branches = [...new Set(node.tag?.branches.values())];
  return {
    ...node,
    tag: undefined,
    keys: new Map(branches.flatMap(({ keys }) => [...(keys ?? [])])),
    kept: new Map(branches.flatMap(({ kept }) => [...kept])),
  };
}

function straysOf({ found: { value } }: Finding, { keys }: Tagged): readonly string[] {
  return Object.keys(value as object).filter((key) => !keys.has(key) && !isFree(key));
}

function unknownKeys(finding: Finding, node: Tagged, strays: readonly string[]): readonly Problem[] {
  return strays.map((additionalProperty) =>
    unknownKey({
      ...finding,
      error: { ...finding.error, params: { additionalProperty } },
      found: { ...finding.found, node },
    }),
  );
}
