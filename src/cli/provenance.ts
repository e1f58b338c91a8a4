import type { Loaded, Origin } from '../input/loaded.ts';
import type { Effective } from '../schema/effective.ts';

/** Whether values of environment variables are shown. Those of files never are: a file is where one puts a secret. */
export type Showing = 'references' | 'environment';

/** One value of the configuration, fit to be shown. */
export interface Shown {
  readonly value: unknown;
  /** For example `gateway.yaml:3:17`, `default`, `environment variable PORT (gateway.yaml:3:11)`. */
  readonly source: string;
}

type Value = Extract<Effective, { kind: 'value' }>;

/**
 * Makes what shows values: with where they came from, and without what may be secret.
 * @param loaded knows where values came from
 * @param showing what may be shown
 */
export function shower(loaded: Loaded, showing: Showing): (value: Value) => Shown {
  return ({ value, from }) => {
    if (from === undefined) return { value, source: 'default' };
    const origin = loaded.origin(from);
    return { value: mayShow(origin, showing) ? value : written(origin), source: sourceOf(origin) };
  };
}

function mayShow({ kind }: Origin, showing: Showing): boolean {
  return kind === 'file' || (kind === 'environment' && showing === 'environment');
}

const written = (origin: Origin): string => (origin.kind === 'file' ? '' : origin.written);

function sourceOf(origin: Origin): string {
  const { span } = origin;
  const place = span === undefined ? 'unknown' : `${span.file}:${span.start.line}:${span.start.column}`;
  switch (origin.kind) {
    case 'file':
      return place;
    case 'environment':
      return `environment variable ${origin.name} (${place})`;
    case 'secret-file':
      return `file ${origin.path} (${place})`;
  }
}

/**
 * Turns a configuration into plain values.
 * @param effective the configuration
 * @param show shows one value
 */
export function plain(effective: Effective, show: (value: Value) => Shown): unknown {
  switch (effective.kind) {
    case 'value':
      return show(effective).value;
    case 'list':
      return effective.items.map((item) => plain(item, show));
    case 'mapping':
      return Object.fromEntries([...effective.entries].map(([key, item]) => [key, plain(item, show)]));
  }
}

/**
 * Every value below a place, with its key.
 * @param effective what stands there
 * @param key the key of the place
 */
export function leaves(
  effective: Effective,
  key: string,
): readonly { readonly key: string; readonly value: Value }[] {
  const below = (name: string | number): string => (key === '' ? String(name) : `${key}.${name}`);
  switch (effective.kind) {
    case 'value':
      return [{ key, value: effective }];
    case 'list':
      return effective.items.flatMap((item, i) => leaves(item, below(nameOf(item) ?? i)));
    case 'mapping':
      return [...effective.entries].flatMap(([name, item]) => leaves(item, below(name)));
  }
}

/** What a key leads to, or the keys there are where it went wrong. */
export type Lookup =
  | { readonly kind: 'found'; readonly effective: Effective; readonly key: string }
  | {
      readonly kind: 'unknown';
      readonly wrong: string;
      readonly known: readonly string[];
      readonly below: string;
    };

/**
 * Finds a place by its key: names separated by dots, entries of lists by their id or their number from 0. Names may hold dots themselves.
 * @param effective the configuration
 * @param key for example `server.read_timeout`, `routes.user-api.timeout`, `services.users.nodes.0.weight`
 */
export function lookUp(effective: Effective, key: string): Lookup {
  let here = effective;
  let rest = key.split('.');
  const path: string[] = [];
  while (rest.length > 0) {
    const children = childrenOf(here);
    const length = rest.findLastIndex((_, i) => children.has(rest.slice(0, i + 1).join('.'))) + 1;
    const name = rest.slice(0, length).join('.');
    const next = children.get(name);
    if (next === undefined)
      return {
        kind: 'unknown',
        wrong: rest[0] as string,
        known: [...children.keys()],
        below: path.join('.'),
      };
    path.push(name);
    rest = rest.slice(length);
    here = next;
  }
  return { kind: 'found', effective: here, key: path.join('.') };
}

function childrenOf(effective: Effective): ReadonlyMap<string, Effective> {
  if (effective.kind === 'mapping') return effective.entries;
  if (effective.kind === 'value') return new Map();
  return new Map(
    effective.items.flatMap((item, i): [string, Effective][] => {
      const name = nameOf(item);
      return [[String(i), item], ...(name === undefined ? [] : [[name, item] as [string, Effective]])];
    }),
  );
}

/** Entries of lists go by their id. */
function nameOf(effective: Effective): string | undefined {
  const id = effective.kind === 'mapping' ? effective.entries.get('id') : undefined;
  return id?.kind === 'value' && typeof id.value === 'string' ? id.value : undefined;
}
