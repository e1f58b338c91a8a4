import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:fs';
import { join } from 'node:path';
import { prefixArguments } from './child.ts';
import { withFile } from './durable.ts';
import { errorLogs, STDERR_LOG } from './error-log.ts';
import type { Host } from './host.ts';
import type { Layout } from './layout.ts';
import { findMaster, forgetDeadWorkers, liveWorkers, type Master, type Worker } from './master.ts';
import type { Server } from './server.ts';

/** The nginx of a root: everything a deployment does to it. Tests put an invented one here. */
export interface Control {
  find(): Promise<Master>;
  /**
   * Starts nginx as a daemon from `current`.
   * @returns whether it took its configuration; why not is in the logs
   */
  start(): Promise<boolean>;
  /** Tells a master, which {@link Control.find} has just called ours, to read `current` again. */
  reload(pid: number): void;
  /** Ends a master at once; does not wait for it. */
  stop(pid: number): void;
  /** The workers that take requests. */
  workers(pid: number): Promise<readonly Worker[]>;
  /** Removes the reports of workers that are gone. */
  forget(): Promise<void>;
  /** The logs nginx may write its reasons to, with what is current now. */
  logs(): Promise<readonly string[]>;
}

/**
 * The nginx of a root.
 * @param layout the root
 * @param server finds the binary to start; a running master is kept, whatever its binary
 * @param host this process
 */
export function controlOf(layout: Layout, server: () => Promise<Server>, host: Host): Control {
  return {
    find: () => findMaster(layout),
    start: async () => startDaemon(layout, await server()),
    reload: (pid) => host.kill(pid, 'SIGHUP'),
    stop: (pid) => host.kill(pid, 'SIGTERM'),
    workers: (pid) => liveWorkers(layout.workers, pid),
    forget: () => forgetDeadWorkers(layout.workers),
    logs: () => errorLogs(layout.current),
  };
}

/**
 * The daemon keeps the stderr it was started with when its configuration logs there, so that is a file and never a pipe of ours.
 */
async function startDaemon(layout: Layout, server: Server): Promise<boolean> {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND;
  return withFile({ path: join(layout.root, STDERR_LOG), flags }, async (log) => {
    const child = spawn(server.path, prefixArguments(layout.current), {
      stdio: ['ignore', 'ignore', log.fd],
      detached: true,
    });
    const [code] = await once(child, 'exit');
    return code === 0;
  });
}
