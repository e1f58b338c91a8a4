import { chmod, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BundleFile } from '../emit/bundle.ts';
import { syncDirectory, writeDurably } from './durable.ts';
import { modulesConf } from './server.ts';

/** Files by their relative path: a bundle, and what depends on the machine it is for. */
export type Tree = ReadonlyMap<string, BundleFile>;

/** Directories nginx writes to. Every user may make files in `run/workers`, where workers, whoever they run as, report. */
export const WRITABLE: readonly { readonly path: string; readonly mode: number }[] = [
  { path: 'logs', mode: 0o755 },
  { path: 'run', mode: 0o755 },
  { path: 'run/workers', mode: 0o1777 },
];

/** The directories of {@link WRITABLE} that are kept, or shared, as a whole. */
export const KEPT = ['run', 'logs'] as const;

/** Where the load_module lines stand; nginx.conf includes the whole folder. */
export const MODULES_CONF = 'conf/modules.d/lua.conf';

/**
 * Completes a bundle for a server.
 * @param files the bundle's files
 * @param modules absolute paths of the modules the server has to load, in order
 * @returns the files to write
 */
export function treeFor(files: Tree, modules: readonly string[]): Tree {
  const content = modulesConf(modules);
  return content === undefined ? files : new Map([...files, [MODULES_CONF, { content, mode: 0o644 }]]);
}

/**
 * Writes files into an empty directory; everything is on the disk when this returns.
 * @param directory where
 * @param tree the files
 * @throws the operating system's error; what was written remains
 */
export async function writeTree(directory: string, tree: Tree): Promise<void> {
  const folders = new Set<string>();
  for (const path of tree.keys()) {
    for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) folders.add(folder);
  }
  const sorted = [...folders].sort();
  for (const folder of sorted) await makeDirectory(join(directory, folder), 0o755);
  await Promise.all([...tree].map(([path, file]) => writeDurably(join(directory, path), file)));
  for (const folder of [...sorted.toReversed(), '', '..']) await syncDirectory(join(directory, folder));
}

/**
 * Makes the directories nginx writes to, where they are missing.
 * @param directory the prefix nginx runs with
 */
export async function makeWritable(directory: string): Promise<void> {
  for (const { path, mode } of WRITABLE) {
    await mkdir(join(directory, path)).then(
      () => chmod(join(directory, path), mode),
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
      },
    );
  }
}

/**
 * Makes a directory with exactly this mode: workers that run as nobody must be able to pass, whatever the umask says.
 * @param path the directory; its parent must exist, it must not
 * @param mode permissions
 */
export async function makeDirectory(path: string, mode: number): Promise<void> {
  await mkdir(path);
  await chmod(path, mode);
}
