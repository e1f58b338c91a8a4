import { lstat, readdir, readlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { reachOf } from '../input/include.ts';
import type { Watched } from './watched.ts';

/** Where to look for changes. */
export interface Places {
  /** Directories, each with the identity it has now: one that was deleted and made anew is another one. */
  readonly directories: ReadonlyMap<string, string>;
  /** The names in them that matter: files, links on the way to them, and directories that may be replaced. */
  readonly names: ReadonlySet<string>;
  /** The directories in which every name matters, because files may appear there that a pattern matches. */
  readonly open: ReadonlySet<string>;
}

/** How many directories below a pattern are looked at. */
const MOST = 1_000;
const LONGEST_CHAIN = 40;

/**
 * Finds out where to look. Files are watched through their directories, which see every way of saving; so are the links that lead
 * to them, one by one, because a ConfigMap is changed by turning a link that no file is named after.
 * @param watched what a configuration depends on
 */
export async function placesOf(watched: Watched): Promise<Places> {
  const names = new Set<string>();
  const open = new Set<string>();
  for (const file of watched.files) await addChain(file, { names, hops: 0 });
  for (const { directory, pattern } of watched.patterns) {
    const { base, levels } = reachOf(pattern);
    const top = resolve(directory, base);
    names.add(top);
    for (const found of await directoriesBelow(top, levels)) if (open.size < MOST) open.add(found);
  }
  const directories = new Map<string, string>();
  for (const directory of new Set([...open, ...[...names].map((name) => dirname(name))])) {
    await addDirectory(directory, directories, names);
    // A directory that is deleted and made anew is seen by the one above it.
    names.add(directory);
    await addDirectory(dirname(directory), directories, names);
  }
  return { directories, names, open };
}

/** Whether two sets of places have to be watched in the same way. */
export const samePlaces = (one: Places, other: Places): boolean =>
  same([...one.directories].map(String), [...other.directories].map(String)) &&
  same([...one.names], [...other.names]) &&
  same([...one.open], [...other.open]);

const same = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.toSorted().join('\n') === other.toSorted().join('\n');

/** Adds a file, and the links on the way to it. */
async function addChain(
  path: string,
  { names, hops }: { readonly names: Set<string>; readonly hops: number },
): Promise<void> {
  if (names.has(path) || hops > LONGEST_CHAIN) return;
  names.add(path);
  const parts = path.split('/');
  for (let i = 2; i <= parts.length; i++) {
    const part = parts.slice(0, i).join('/');
    const target = await readlink(part).catch(() => undefined);
    if (target === undefined) continue;
    names.add(part);
    const next = join(resolve(dirname(part), target), ...parts.slice(i));
    return addChain(next, { names, hops: hops + 1 });
  }
}

/** Adds a directory, or the nearest one above it that is there. */
async function addDirectory(
  path: string,
  directories: Map<string, string>,
  names: Set<string>,
): Promise<void> {
  if (directories.has(path)) return;
  const found = await lstat(path).catch(() => undefined);
  if (found?.isDirectory()) directories.set(path, `${found.dev}:${found.ino}`);
  else if (path !== '/') {
    names.add(path);
    await addDirectory(dirname(path), directories, names);
  }
}

async function directoriesBelow(top: string, levels: number): Promise<string[]> {
  const entries = await readdir(top, { withFileTypes: true }).catch(() => undefined);
  if (entries === undefined) return [];
  const found = [top];
  if (levels > 0)
    for (const entry of entries)
      if (entry.isDirectory() && found.length < MOST)
        found.push(...(await directoriesBelow(join(top, entry.name), levels - 1)));
  return found;
}
