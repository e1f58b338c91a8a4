import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { guarded } from './failure.ts';
import type { Host } from './host.ts';
import { acquire } from './lock.ts';
import { planReplacement, replaceSteps } from './replace.ts';
import { runSteps } from './steps.ts';
import type { Tree } from './tree.ts';

/** What a build needs. */
export interface BuildRequest {
  readonly directory: string;
  readonly tree: Tree;
  readonly host: Host;
  readonly signal: AbortSignal;
  /** Told what the build waits for. */
  readonly talk: (line: string) => void;
}

/** How long a run waits for another one on the same directory, in milliseconds: longer than a deployment with its rollback takes. */
export const LOCK_WAIT = 60_000;

/**
 * Replaces the content of a directory by a build, all or nothing.
 * @param request what and where
 * @returns the directory itself, symbolic links followed
 * @throws DeployFailure when the directory is somebody else's or cannot be written
 */
export async function buildInto(request: BuildRequest): Promise<string> {
  return guarded(`write ${request.directory}`, async () => {
    const names = await planReplacement(request.directory);
    await mkdir(dirname(names.target), { recursive: true });
    const lock = await acquire({
      path: names.lock,
      pid: request.host.pid,
      wait: LOCK_WAIT,
      signal: request.signal,
      waiting: (pid) => request.talk(`waiting for process ${pid}, which is writing ${names.target}`),
    });
    try {
      await runSteps(replaceSteps(names, request.tree), request.signal);
    } finally {
      await lock.release();
    }
    return names.target;
  });
}
