import { suggestName } from '../input/suggest-name.ts';
import type { Finding } from './finding.ts';
import { normalName } from './name.ts';
import { branchOf, exampleOf, type SchemaNode } from './node.ts';
import type { Problem } from './problem.ts';
import type { Found } from './trace.ts';
import { choice, keyLabel } from './wording.ts';

/** How many keys a help text lists. */
const MOST_LISTED = 16;

/** A key the language does not have at this place. */
export function unknownKey({ error, found }: Finding): Problem {
  const key = String(error.params.additionalProperty);
  return {
    code: 'GW1101',
    path: [...found.path, key],
    part: 'key',
    message: `unknown key \`${key}\`${where(found)}`,
    help: nearestKey(key, found),
  };
}

/** Entities of a list are named by the context of the finding. */
const where = ({ path }: Found): string => (typeof path.at(-1) === 'string' ? ` in ${keyLabel(path)}` : '');

function nearestKey(key: string, found: Found): string {
  const known = [...(nodeOf(found)?.keys?.keys() ?? [])];
  const same = known.find((name) => normalName(name) === normalName(key));
  const near = same ?? suggestName(normalName(key), known);
  if (near !== undefined) return `did you mean \`${near}\`?`;
  const others = branchesWith(key, found);
  if (others !== undefined) return others;
  const kept = [...(nodeOf(found)?.kept.keys() ?? [])].map((name) => `\`${name}\``);
  return kept.length > 0 && kept.length <= MOST_LISTED
    ? `the keys here are ${kept.join(', ')}; keys that begin with \`x-\` are free`
    : 'remove it; keys that begin with `x-` are free';
}

/** A key that belongs to another member of the family, such as `hash_on` of a balancer that does not hash. */
function branchesWith(key: string, { node }: Found): string | undefined {
  if (node?.tag === undefined) return undefined;
  const having = [...node.tag.branches].filter(([, branch]) => branch.kept.has(key));
  const names = new Set(having.map(([name]) => `\`${name}\``));
  return names.size === 0 ? undefined : `it belongs to the ${node.tag.key} ${choice([...names])}`;
}

function nodeOf({ node, value }: Found): SchemaNode | undefined {
  const mapping = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  return node && branchOf(node, mapping);
}

/**
 * A key that must be there and is not.
 * @param found the mapping
 * @param key the canonical key
 */
export function missing(found: Found, key: string): Problem {
  const node = nodeOf(found)?.keys?.get(key)?.node;
  const example = node && exampleOf(node);
  return {
    code: 'GW1104',
    path: found.path,
    part: 'key',
    message: `the key \`${key}\` is missing${where(found)}`,
    help: example === undefined ? `add \`${key}\`` : `add it, for example \`${key}: ${example}\``,
  };
}

/** A key that cannot be one, in a mapping with free keys. */
export function badName({ error, found }: Finding): Problem {
  const name = String(error.params.propertyName);
  return {
    code: 'GW1110',
    path: [...found.path, name],
    part: 'key',
    message: `${JSON.stringify(name)} cannot be a name in ${keyLabel(found.path)}`,
    help: 'header names are letters, digits and `-`',
  };
}

/** None or several of the keys of which exactly one must be there. */
export function notOne({ found }: Finding): Problem {
  const names = found.node?.oneOf ?? [];
  const mapping = found.value as Readonly<Record<string, unknown>>;
  const present = Object.keys(mapping).filter((name) => names.includes(name));
  const list = (keys: readonly string[], word: string): string =>
    keys
      .map((key) => `\`${key}\``)
      .join(', ')
      .replace(/, ([^,]*)$/, ` ${word} $1`);
  const built = names.filter((name) => found.node?.kept.has(name));
  const [, second] = present;
  if (second === undefined)
    return {
      code: 'GW1106',
      path: found.path,
      part: 'key',
      message: 'the route has no target',
      help: `add one of ${list(built, 'and')}`,
    };
  return {
    code: 'GW1106',
    path: [...found.path, second],
    part: 'key',
    message: `the route has more than one target: ${list(present, 'and')}`,
    help: 'keep one of them; two routes may have the same path if their conditions differ',
  };
}
