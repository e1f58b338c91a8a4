import { readdir, rename, rm, stat, symlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { syncDirectory } from './durable.ts';
import { errorCode, failure } from './failure.ts';
import { currentGeneration, type Layout } from './layout.ts';
import { compareTree, type Drift, verifyTree } from './manifest.ts';
import { KEPT, makeDirectory, type Tree, writeTree } from './tree.ts';

/** A release on disk. */
export interface Release {
  readonly generation: string;
  /** When it was installed, or gone back to, last; in milliseconds since 1970. */
  readonly installed: number;
}

const FRESH = '.new-';
const ASIDE = '.old-';

/**
 * Writes a release beside the others, under a name nothing looks at yet.
 * @param layout the root
 * @param generation its name
 * @param tree its files
 */
export async function writeRelease(layout: Layout, generation: string, tree: Tree): Promise<void> {
  const fresh = join(layout.releases, FRESH + generation);
  await rm(fresh, { recursive: true, force: true });
  await makeDirectory(fresh, 0o755);
  await writeTree(fresh, tree);
  for (const kept of KEPT) await symlink(join('../..', kept), join(fresh, kept));
  await syncDirectory(fresh);
}

/**
 * Gives a written release its name. A release of that name that holds the same files is kept instead: it may be the one that is running.
 * @param layout the root
 * @param generation its name
 * @param tree its files
 */
export async function installRelease(layout: Layout, generation: string, tree: Tree): Promise<void> {
  const [fresh, aside, place] = [FRESH, ASIDE, ''].map((prefix) =>
    join(layout.releases, prefix + generation),
  ) as [string, string, string];
  if (!(await names(layout)).includes(generation)) await rename(fresh, place);
  else if ((await compareTree(place, tree)).length === 0) await rm(fresh, { recursive: true });
  else {
    await rename(place, aside);
    await rename(fresh, place);
  }
  await markInstalled(layout, generation);
  await syncDirectory(layout.releases);
  await rm(aside, { recursive: true, force: true });
}

/**
 * Makes a release the newest one.
 * @param layout the root
 * @param generation its name
 */
export async function markInstalled(layout: Layout, generation: string): Promise<void> {
  const now = new Date();
  await utimes(join(layout.releases, generation), now, now);
}

/**
 * Makes sure a release is what its manifest says.
 * @param layout the root
 * @param generation its name
 * @throws DeployFailure GW9024 when it is not
 */
export async function requireWhole(layout: Layout, generation: string): Promise<void> {
  const drift = await verifyTree(join(layout.releases, generation));
  if (drift.length === 0) return;
  throw failure('GW9024', {
    message: `release ${generation} is damaged: ${describeDrift(drift)}`,
    help: 'run gatewayc apply: it writes the release anew',
  });
}

/** Names at most three files that differ. */
export function describeDrift(drift: readonly Drift[]): string {
  const named = drift.slice(0, 3).map(({ path, kind }) => `${path} ${kind}`);
  return drift.length > 3 ? `${named.join(', ')} and ${drift.length - 3} more` : named.join(', ');
}

/**
 * Removes what killed runs left among the releases, and puts a release back that was being replaced.
 * @param layout the root
 * @returns whether there was something
 */
export async function tidyReleases(layout: Layout): Promise<boolean> {
  const all = await names(layout);
  const left = all.filter((name) => name.startsWith(FRESH) || name.startsWith(ASIDE));
  for (const name of left) {
    const generation = name.slice(ASIDE.length);
    const path = join(layout.releases, name);
    if (name.startsWith(ASIDE) && !all.includes(generation))
      await rename(path, join(layout.releases, generation));
    else await rm(path, { recursive: true, force: true });
  }
  if (left.length > 0) await syncDirectory(layout.releases);
  return left.length > 0;
}

/**
 * The releases there are.
 * @param layout the root
 * @returns the newest first
 */
export async function listReleases(layout: Layout): Promise<Release[]> {
  const generations = (await names(layout)).filter((name) => !name.startsWith('.'));
  const releases = await Promise.all(
    generations.map(async (generation) => ({
      generation,
      installed: (await stat(join(layout.releases, generation))).mtimeMs,
    })),
  );
  return releases.sort((a, b) => b.installed - a.installed);
}

/**
 * Removes old releases. The current one stays, whatever its age.
 * @param layout the root
 * @param keep how many stay
 * @returns the generations that were removed
 */
export async function collectReleases(layout: Layout, keep: number): Promise<string[]> {
  const current = await currentGeneration(layout);
  const others = (await listReleases(layout))
    .map((release) => release.generation)
    .filter((generation) => generation !== current);
  const removed = others.slice(Math.max(0, keep - 1));
  for (const generation of removed)
    await rm(join(layout.releases, generation), { recursive: true, force: true });
  return removed;
}

/** Names in the directory of releases; none where it is missing. */
const names = (layout: Layout): Promise<string[]> =>
  readdir(layout.releases).catch((error): string[] => {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  });
