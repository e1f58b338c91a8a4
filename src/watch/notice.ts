import { basename, join } from 'node:path';
import { watch } from 'chokidar';
import type { Places } from './places.ts';

/** How changes are noticed: the system tells, or, where it does not (bind mounts, network file systems), we look. */
export type Mode = 'notify' | 'poll';

/** What to notice. */
export interface NoticeRequest {
  readonly places: Places;
  readonly mode: Mode;
  /** Called when something may have changed. */
  readonly touched: () => void;
  /** Called with what the system said when it cannot watch. */
  readonly trouble: (problem: string) => void;
}

/** How often polling looks, in milliseconds. */
const POLL = 200;

/**
 * Notices changes until it is closed. It only says that something may have changed; what has, the content tells.
 * @param request where to look
 * @returns what ends it; it looks from the moment this returns
 */
export async function notice(request: NoticeRequest): Promise<() => Promise<void>> {
  const { places, mode, touched, trouble } = request;
  const { directories, names, open } = places;
  const matters = (path: string): boolean => directories.has(path) || names.has(path) || isIn(open, path);
  const watcher = watch([...directories.keys()], {
    ignoreInitial: true,
    followSymlinks: false,
    depth: 0,
    atomic: false,
    ignored: (path) => !matters(path),
    usePolling: mode === 'poll',
    interval: POLL,
    binaryInterval: POLL,
    ignorePermissionErrors: true,
  });
  watcher.on('all', touched);
  // A turned link is no event of its own: what the system said of the directory is.
  watcher.on('raw', (_, path, details) => {
    const { watchedPath } = (details ?? {}) as { readonly watchedPath?: string };
    if (watchedPath === undefined || !path || path === basename(watchedPath)) touched();
    else if (matters(join(watchedPath, path))) touched();
  });
  await new Promise<void>((resolve) => {
    watcher.once('ready', () => resolve());
    watcher.on('error', (error) => {
      trouble(error instanceof Error ? error.message : String(error));
      resolve();
    });
  });
  return () => watcher.close();
}

const isIn = (directories: ReadonlySet<string>, path: string): boolean =>
  directories.size > 0 && directories.has(path.slice(0, path.lastIndexOf('/')) || '/');
