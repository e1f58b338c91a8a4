import { constants } from 'node:fs';
import { lstat, readdir, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { withFile } from './durable.ts';
import { errorCode } from './failure.ts';
import type { Layout } from './layout.ts';
import { children, executable, inspect, type ProcessInfo } from './proc.ts';

/** The nginx of a root, as far as there is one. `foreign`: the pid file names a process that is not ours, which is never signalled (T5). */
export type Master =
  | { readonly kind: 'running'; readonly pid: number }
  | { readonly kind: 'foreign'; readonly pid: number }
  | { readonly kind: 'none' };

/** A worker that takes requests, and the generation it reported. */
export interface Worker {
  readonly pid: number;
  /** Undefined until it has reported at the end of its start. */
  readonly generation: string | undefined;
}

/**
 * Finds the nginx master that runs from a root.
 * @param layout the root
 */
export async function findMaster(layout: Layout): Promise<Master> {
  return masterOf(layout.pidFile, layout.current);
}

/**
 * Finds the nginx master a pid file names.
 * @param pidFile nginx's pid file
 * @param prefix the directory it must have been started with (`-p`)
 */
export async function masterOf(pidFile: string, prefix: string): Promise<Master> {
  const text = await readFile(pidFile, 'utf8').catch((error) => {
    if (errorCode(error) === 'ENOENT') return '';
    throw error;
  });
  const pid = Number(/^(\d+)\s*$/.exec(text)?.[1] ?? 0);
  const info = pid > 1 ? await inspect(pid) : undefined;
  if (info === undefined) return { kind: 'none' };
  return { kind: (await isOurs(info, prefix)) ? 'running' : 'foreign', pid };
}

/**
 * The workers of a master that take requests; those that are shutting down do not count.
 * @param workers the directory they report in
 * @param master the master's pid
 */
export const liveWorkers = (workers: string, master: number): Promise<Worker[]> =>
  workersTitled(/^nginx: worker process\s*$/, workers, master);

/**
 * The workers of a master that only end the requests they have.
 * @param workers the directory they have reported in
 * @param master the master's pid
 */
export const drainingWorkers = (workers: string, master: number): Promise<Worker[]> =>
  workersTitled(/^nginx: worker process is shutting down\s*$/, workers, master);

async function workersTitled(title: RegExp, workers: string, master: number): Promise<Worker[]> {
  const all = (await children(master)).filter(({ commandLine }) => title.test(commandLine));
  return Promise.all(all.map(async (info) => ({ pid: info.pid, generation: await reported(workers, info) })));
}

/**
 * Removes the reports of workers that are gone, so that none can be mistaken for that of a later process with the same pid.
 * @param workers the directory they report in
 */
export async function forgetDeadWorkers(workers: string): Promise<void> {
  for (const name of await readdir(workers)) {
    if ((await inspect(Number(name))) === undefined)
      await rm(join(workers, name), { recursive: true, force: true });
  }
}

async function isOurs(info: ProcessInfo, prefix: string): Promise<boolean> {
  const program = basename((await executable(info.pid))?.replace(/ \(deleted\)$/, '') ?? '');
  const started = [`${prefix}/`, prefix].some((directory) =>
    `${info.commandLine} `.includes(` -p ${directory} `),
  );
  return (
    /^(?:nginx|openresty)/.test(program) && info.commandLine.startsWith('nginx: master process ') && started
  );
}

/** What a worker reported. Everybody may write to the directory, so only a plain file of the worker's own user counts. */
async function reported(workers: string, info: ProcessInfo): Promise<string | undefined> {
  const path = join(workers, String(info.pid));
  try {
    const found = await lstat(path);
    if (!found.isFile() || found.uid !== info.uid || found.size > 64) return undefined;
    const text = await withFile(
      { path, flags: constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK },
      (handle) => handle.readFile('utf8'),
    );
    return text.endsWith('\n') ? text.trim() : undefined;
  } catch (error) {
    if (errorCode(error) !== undefined) return undefined;
    throw error;
  }
}
