import type { FileSystemAdapter } from 'tinyglobby';
import type { TextFile } from './text-file.ts';

/** YAML files that are read from elsewhere than the disk, for example from a revision of git. */
export interface Snapshot {
  /** Absolute names of all files there are, for the patterns of includes. */
  readonly files: readonly string[];
  /** @param absolute name of a file, which need not be one of {@link files} */
  readonly read: (absolute: string) => Promise<TextFile>;
}

interface Entry {
  readonly name: string;
  readonly isFile: () => boolean;
  readonly isDirectory: () => boolean;
  readonly isSymbolicLink: () => boolean;
}

type Listed = (error: NodeJS.ErrnoException | null, entries: readonly Entry[]) => void;

/**
 * What the glob library needs of a file system, over a list of names.
 * @param files absolute names
 */
export function listingOf(files: readonly string[]): FileSystemAdapter {
  const folders = new Map<string, Map<string, Entry>>();
  for (const file of files) {
    const names = file.split('/').slice(1);
    for (const [depth, name] of names.entries()) {
      const folder = `/${names.slice(0, depth).join('/')}`;
      const entries = folders.get(folder) ?? new Map<string, Entry>();
      folders.set(folder, entries.set(name, entry(name, depth === names.length - 1)));
    }
  }
  const readdir = (path: string, _options: unknown, listed: Listed): void => {
    const entries = folders.get(path.replace(/(.)\/+$/, '$1'));
    if (entries) listed(null, [...entries.values()]);
    else listed(Object.assign(new Error('no such directory'), { code: 'ENOENT' }), []);
  };
  return { readdir } as unknown as FileSystemAdapter;
}

const entry = (name: string, isFile: boolean): Entry => ({
  name,
  isFile: () => isFile,
  isDirectory: () => !isFile,
  isSymbolicLink: () => false,
});
