/** Which texts of the configuration must not be shown: decided by where they come from, never by how they look. */
import { scryptSync } from 'node:crypto';
import type { Loaded, Origin } from '../../input/loaded.ts';
import { literalText } from '../../model/literal.ts';
import type { NodePath } from '../../model/path.ts';
import { asciiLower } from '../../model/text.ts';
import type { Masked } from './model.ts';

/** The texts of one entity that came from the environment or a file, and the spelling of that. */
export type Secrets = ReadonlyMap<string, string>;

/**
 * Finds the secrets of the entity at a place.
 * @param at its place
 * @param isPlain says which texts of it are shown in any case, for example its paths: they are not looked up
 */
export type FindSecrets = (at: NodePath, isPlain: (text: string) => boolean) => Secrets;

const NONE: Secrets = new Map();

/** For configurations that come from no file. */
export const noSecrets: FindSecrets = () => NONE;

/**
 * Makes what finds the secrets of a loaded configuration.
 * @param loaded the configuration
 */
export function secretsOf({ value, origin }: Pick<Loaded, 'value' | 'origin'>): FindSecrets {
  return (at, isPlain) => {
    let found: Map<string, string> | undefined;
    const look = (part: unknown, path: NodePath): void => {
      if (typeof part === 'object' && part !== null) {
        if (Array.isArray(part)) for (const [i, child] of part.entries()) look(child, [...path, i]);
        else for (const [key, child] of Object.entries(part)) look(child, [...path, key]);
        return;
      }
      if (part === null || part === undefined || isPlain(String(part))) return;
      const from = spelling(origin(path));
      if (from === undefined) return;
      found ??= new Map();
      for (const text of forms(String(part))) found.set(text, from);
    };
    look(
      at.reduce<unknown>(
        (part, key) => (part as Readonly<Record<string, unknown>> | undefined)?.[key],
        value,
      ),
      at,
    );
    return found ?? NONE;
  };
}

function spelling(origin: Origin): string | undefined {
  if (origin.kind === 'environment') return `\${${origin.name}}`;
  return origin.kind === 'secret-file' ? `\${file:${origin.path}}` : undefined;
}

/** What reading the document may make of a text: without template form, in lower case, cut at commas. */
function forms(text: string): readonly string[] {
  const literal = literalText(text) ?? text;
  const parts = literal.split(',').map((part) => part.trim());
  return [text, literal, ...parts].flatMap((form) => [form, asciiLower(form)]).filter((form) => form !== '');
}

const marks = new Map<string, string>();

/**
 * Masks a text if it is one of the secrets.
 * @param text a text of an entity
 * @param secrets the secrets of the same entity
 */
export function masked(text: string, secrets: Secrets): string | Masked {
  const from = secrets.get(text);
  return from === undefined ? text : { from, mark: markOf(text) };
}

/** Slow on purpose (10 ms): the release may be readable by more people than the secret. Equal texts are hashed once. */
function markOf(text: string): string {
  const known = marks.get(text);
  if (known !== undefined) return known;
  const mark = scryptSync(text, 'gatewayc model', 4, { N: 4096, r: 8, p: 1 }).toString('hex');
  marks.set(text, mark);
  return mark;
}
