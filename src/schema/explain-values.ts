import { suggestName } from '../input/suggest-name.ts';
import type { Finding } from './finding.ts';
import { normalName } from './name.ts';
import { exampleOf, type SchemaNode } from './node.ts';
import type { Problem } from './problem.ts';
import { choice, keyLabel, typeOf, typeWords } from './wording.ts';

/** A value of another type than the key takes. */
export function wrongType({ error, found, describe }: Finding): Problem {
  const wanted = [error.params.type].flat().map(String);
  const words = expectation(found.node).what ?? choice(wanted.map(typeWords));
  const got = typeOf(found.value);
  const shown =
    got === 'object' || got === 'array' || got === 'null'
      ? typeWords(got)
      : describe(found.value, found.path);
  return {
    code: 'GW1102',
    path: found.path,
    message: `${keyLabel(found.path)} must be ${words}, ${got === 'null' ? 'but is' : 'not'} ${shown}`,
    ...example(found.node, found.path.at(-1)),
  };
}

/** A name or number that is none of the values there are. */
export function unknownValue({ found, describe }: Finding): Problem | undefined {
  const { node, value, path } = found;
  // A value of the wrong type is refused by `type`, where there is one.
  if (node === undefined || (node.types.length > 0 && !node.types.includes(typeOf(value)))) return undefined;
  const names = canonicalValues(node);
  return notAName({ node, name: value, path, shown: describe(value, path), names });
}

/** A tag, such as `algorithm`, that names no branch. */
export function unknownTag({ error, found, describe }: Finding): Problem | undefined {
  const { tag, tagValue } = error.params as { readonly tag: string; readonly tagValue: unknown };
  const { node, path } = found;
  // Its absence is reported by `required`.
  if (node === undefined || tagValue === undefined) return undefined;
  const at = [...path, tag];
  return notAName({
    node,
    name: tagValue,
    path: at,
    shown: describe(tagValue, at),
    names: canonicalValues(node),
  });
}

interface Named {
  readonly node: SchemaNode;
  readonly name: unknown;
  readonly path: Problem['path'];
  readonly shown: string;
  readonly names: readonly string[];
}

function notAName({ node, name, path, shown, names }: Named): Problem {
  const later = Array.isArray(node.notBuilt) ? node.notBuilt : [];
  const label = keyLabel(path);
  const wanted = normalName(String(name));
  if (later.some((other) => normalName(other) === wanted))
    return {
      code: 'GW1107',
      path,
      message: `${label}: ${shown} is part of the language, but this version of gatewayc does not build it yet`,
      help: `the values that are built are ${names.join(', ')}`,
    };
  const near = suggestName(wanted, [...(node.names?.keys() ?? names), ...later.map(normalName)]);
  const meant =
    later.find((other) => normalName(other) === near) ?? (near && (node.names?.get(near) ?? near));
  return {
    code: 'GW1103',
    path,
    message: `${label} cannot be ${shown}`,
    help: meant === undefined ? `the values are ${choice(names)}` : `did you mean "${meant}"?`,
  };
}

const canonicalValues = (node: SchemaNode): readonly string[] => [
  ...new Set(node.names ? node.names.values() : (node.choices ?? []).map(String)),
];

/** A number that is too small or large, or a text or list that is too short or long. */
export function outOfRange({ error, found, describe }: Finding): Problem {
  const { path, value } = found;
  const limit = Number(error.params.limit);
  const empty = limit === 1 && (error.keyword === 'minLength' || error.keyword === 'minItems');
  const noun = error.keyword.endsWith('Items') ? 'entries' : 'characters';
  const bound = error.keyword.startsWith('min') ? 'at least' : 'at most';
  const counted = error.keyword.endsWith('mum') ? `${limit}` : `${limit} ${noun}`;
  const message = empty
    ? `${keyLabel(path)} must not be empty`
    : `${keyLabel(path)} must be ${bound} ${counted}${counted === `${limit}` ? `, not ${describe(value, path)}` : ' long'}`;
  return { code: 'GW1109', path, message };
}

/** A text that does not look as it should. */
export function wrongForm({ found, describe }: Finding): Problem | undefined {
  const { path, node, value } = found;
  // A key of a mapping is meant; `propertyNames` says so.
  if (typeof value !== 'string') return undefined;
  const { what, more } = expectation(node);
  return {
    code: 'GW1110',
    path,
    message: `${keyLabel(path)} must be ${what ?? 'of another form'}, not ${describe(value, path)}`,
    ...(more === undefined ? example(node, path.at(-1)) : { help: more }),
  };
}

/** `x-expects` is what the message says and, after a semicolon, what the help says. */
function expectation(node: SchemaNode | undefined): { readonly what?: string; readonly more?: string } {
  const [what, more] = node?.expects?.split('; ') ?? [];
  return { ...(what !== undefined && { what }), ...(more !== undefined && { more }) };
}

function example(node: SchemaNode | undefined, key: string | number | undefined): { help?: string } {
  const shown = node && exampleOf(node);
  return shown === undefined || typeof key !== 'string' ? {} : { help: `for example \`${key}: ${shown}\`` };
}
