import { readdir, readlink, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { syncDirectory } from './durable.ts';
import { errorCode, failure } from './failure.ts';
import { readManifest } from './manifest.ts';
import type { Step } from './steps.ts';
import { KEPT, makeDirectory, makeWritable, type Tree, writeTree } from './tree.ts';

/** The names a replacement of a directory uses beside it. */
export interface Replacement {
  /** The directory itself, symbolic links followed. */
  readonly target: string;
  /** The new content until the swap. */
  readonly fresh: string;
  /** The old content after the swap, until it is removed. */
  readonly old: string;
  readonly lock: string;
}

/**
 * Finds out what replacing a directory is about. A symbolic link is followed to its end, also to one that does not exist yet (T5).
 * @param directory the directory, which may be missing
 */
export async function planReplacement(directory: string): Promise<Replacement> {
  const target = await followed(resolve(directory));
  const beside = (what: string): string => join(dirname(target), `.${basename(target)}.gatewayc-${what}`);
  return { target, fresh: beside('new'), old: beside('old'), lock: beside('lock') };
}

/**
 * The steps that replace a directory's content by files, keeping its `run/` and `logs/`. Whoever runs them holds the lock.
 * Stopped after any step, the old or the new content is whole at `target`, or at `old` for the moment between two renames;
 * the first step of the next run puts things right.
 * @param names from {@link planReplacement}
 * @param tree the new content
 */
export function replaceSteps(names: Replacement, tree: Tree): Step[] {
  return [
    { name: 'recover', run: () => recover(names) },
    { name: 'look', run: () => refuseForeign(names.target) },
    { name: 'write', run: () => writeFresh(names.fresh, tree) },
    { name: 'move the old away', run: () => renameIfThere(names.target, names.old) },
    { name: 'move the new in', run: () => rename(names.fresh, names.target) },
    { name: 'keep what nginx writes', run: () => keepWritten(names) },
    { name: 'remove the old', run: () => removeOld(names) },
  ];
}

/**
 * Puts right what a killed run left: the old directory goes back if the new one had not taken its place, else the swap is completed.
 * @param names from {@link planReplacement}
 */
export async function recover(names: Replacement): Promise<void> {
  if (await exists(names.old)) {
    if (await exists(names.target)) {
      await keepWritten(names);
      await removeOld(names);
    } else {
      await rename(names.old, names.target);
      await syncDirectory(dirname(names.target));
    }
  }
  await rm(names.fresh, { recursive: true, force: true });
}

async function refuseForeign(target: string): Promise<void> {
  const entries = await readdir(target).catch((error) => {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  });
  if (entries.length === 0 || (await readManifest(target)) !== undefined) return;
  throw failure('GW9020', {
    message: `${target} is not empty and was not written by gatewayc`,
    help: 'give another directory with -o, or empty this one',
  });
}

async function writeFresh(fresh: string, tree: Tree): Promise<void> {
  await makeDirectory(fresh, 0o755);
  await writeTree(fresh, tree);
  await makeWritable(fresh);
}

/** Moves `run/` and `logs/` of the old directory into the new one, unless the new one's are in use already. */
async function keepWritten(names: Replacement): Promise<void> {
  for (const kept of KEPT) {
    const [from, to] = [join(names.old, kept), join(names.target, kept)];
    if (!(await exists(from)) || (await holdsFiles(to))) continue;
    await rm(to, { recursive: true, force: true });
    await rename(from, to);
  }
  await makeWritable(names.target);
  await syncDirectory(names.target);
}

async function removeOld(names: Replacement): Promise<void> {
  await rm(names.old, { recursive: true, force: true });
  await syncDirectory(dirname(names.target));
}

async function holdsFiles(directory: string): Promise<boolean> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.some((entry) => !entry.isDirectory());
}

async function renameIfThere(from: string, to: string): Promise<void> {
  if (await exists(from)) await rename(from, to);
}

const exists = (path: string): Promise<boolean> =>
  readdir(path).then(
    () => true,
    (error) => {
      if (errorCode(error) === 'ENOENT') return false;
      throw error;
    },
  );

/** Follows symbolic links to the end; the last name may be missing. */
async function followed(path: string, hops = 0): Promise<string> {
  if (hops > 40)
    throw failure('GW9023', {
      message: `${path}: too many symbolic links`,
      help: 'give the directory itself',
    });
  const link = await readlink(path).catch(() => undefined);
  if (link !== undefined) return followed(resolve(dirname(path), link), hops + 1);
  const parent = await realpath(dirname(path)).catch(() => dirname(path));
  return join(parent, basename(path));
}
