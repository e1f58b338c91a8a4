import { LOCK_WAIT } from './build.ts';
import type { Layout } from './layout.ts';
import { acquire } from './lock.ts';
import type { RolloutRequest } from './rollout.ts';

/**
 * Does something while nobody else deploys to a root.
 * @param layout the root
 * @param request who wants to, and whom to tell that it has to wait
 * @param work what to do
 * @throws DeployFailure GW9025 when another run does not end; what `work` throws
 */
export async function locked<T>(
  layout: Layout,
  request: Pick<RolloutRequest, 'host' | 'signal' | 'talk'>,
  work: () => Promise<T>,
): Promise<T> {
  const lock = await acquire({
    path: layout.lock,
    pid: request.host.pid,
    wait: LOCK_WAIT,
    signal: request.signal,
    waiting: (pid) =>
      request.talk(`waiting for process ${pid}, which is deploying to ${layout.root}`, 'wait'),
  });
  try {
    return await work();
  } finally {
    await lock.release();
  }
}
