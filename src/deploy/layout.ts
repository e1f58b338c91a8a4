import { mkdir, readlink, realpath, rename, rm, symlink } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { syncDirectory } from './durable.ts';
import { errorCode } from './failure.ts';
import { makeWritable } from './tree.ts';

/**
 * The directory a gateway is deployed to:
 * ```
 * ROOT/current -> releases/GENERATION    nginx runs with -p ROOT/current/
 * ROOT/releases/GENERATION/              run -> ../../run and logs -> ../../logs, the rest is the bundle
 * ROOT/run/  ROOT/logs/                  shared by all releases
 * ROOT/logrotate.conf
 * ROOT/history.json                      what was live when
 * ROOT/.lock  ROOT/.apply.json           only while a run works, or after it was killed
 * ```
 */
export interface Layout {
  /** Absolute, symbolic links followed. */
  readonly root: string;
  readonly current: string;
  readonly releases: string;
  readonly run: string;
  readonly workers: string;
  readonly logs: string;
  readonly pidFile: string;
  readonly lock: string;
  readonly journal: string;
  readonly logrotate: string;
  readonly history: string;
}

/** The names below a root; nothing is looked at. */
export function layoutOf(root: string): Layout {
  return {
    root,
    current: join(root, 'current'),
    releases: join(root, 'releases'),
    run: join(root, 'run'),
    workers: join(root, 'run/workers'),
    logs: join(root, 'logs'),
    pidFile: join(root, 'run/nginx.pid'),
    lock: join(root, '.lock'),
    journal: join(root, '.apply.json'),
    logrotate: join(root, 'logrotate.conf'),
    history: join(root, 'history.json'),
  };
}

/**
 * The layout of a root that exists.
 * @param root as the user wrote it; a symbolic link is followed
 * @returns undefined when there is no such directory
 */
export async function openLayout(root: string): Promise<Layout | undefined> {
  return realpath(root).then(layoutOf, (error) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
}

/**
 * Makes a root and the directories every release shares, where they are missing.
 * @param root as the user wrote it
 */
export async function makeLayout(root: string): Promise<Layout> {
  await mkdir(resolve(root), { recursive: true });
  const layout = layoutOf(await realpath(root));
  await mkdir(layout.releases, { recursive: true });
  await makeWritable(layout.root);
  return layout;
}

/**
 * The generation `current` points to.
 * @returns undefined when there is no such link
 */
export async function currentGeneration(layout: Layout): Promise<string | undefined> {
  const target = await readlink(layout.current).catch((error) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  return target === undefined ? undefined : basename(target);
}

/**
 * Makes a release current, or none, by one rename(2).
 * @param layout the root
 * @param generation the release's; undefined removes the link
 */
export async function pointCurrent(layout: Layout, generation: string | undefined): Promise<void> {
  if (generation === undefined) await rm(layout.current, { force: true });
  else {
    const fresh = join(layout.root, '.current');
    await rm(fresh, { force: true });
    await symlink(join('releases', generation), fresh);
    await rename(fresh, layout.current);
  }
  await syncDirectory(layout.root);
}
