import type { ErrorObject, ValidateFunction } from 'ajv';
import type { Canonical } from './canonical.ts';
import { explain } from './explain.ts';
import type { SchemaNode } from './node.ts';
import type { Report } from './problem.ts';
import { type Found, follow, pointerParts } from './trace.ts';
import compiled from './validator.ts';
import { type Describe, keyLabel } from './wording.ts';

const check = compiled as ValidateFunction;

/**
 * Validates a canonical value against the published schema and reports everything that is wrong with it.
 * @param canonical the value
 * @param root the node of the whole document
 * @param context takes the problems; words values for messages
 * @returns whether it is valid
 */
export function validate(
  canonical: Canonical,
  root: SchemaNode,
  { report, describe }: { readonly report: Report; readonly describe: Describe },
): boolean {
  if (check(canonical.value)) return true;
  const closed = new Set<string>();
  for (const error of check.errors as ErrorObject[]) {
    const found = follow(canonical, root, pointerParts(error.instancePath));
    const shut = found.findLast(({ node }) => node?.notBuilt === true || node?.refused !== undefined);
    if (!shut) {
      for (const problem of explain({ error, found: found[0] as Found, describe })) report(problem);
    } else if (!closed.has(JSON.stringify(shut.path))) {
      closed.add(JSON.stringify(shut.path));
      report(shutOut(shut));
    }
  }
  return false;
}

/** A key that is known and yet cannot be used. */
function shutOut({ node, path }: Found): Parameters<Report>[0] {
  const label = keyLabel(path);
  if (node?.refused !== undefined)
    return { code: 'GW1108', path, part: 'key', message: `${label} is not supported`, help: node.refused };
  return {
    code: 'GW1107',
    path,
    part: 'key',
    message: `${label} is part of the language, but this version of gatewayc does not build it yet`,
    help: 'remove it, or keep it for later as a key that begins with `x-`',
  };
}
