import type { ApplyRequest } from './apply.ts';
import { logrotateText, writeLogrotate } from './logrotate.ts';
import { recoverDeployment } from './recover.ts';
import { collectReleases, installRelease, requireWhole, writeRelease } from './release.ts';
import type { Rollout } from './rollout.ts';
import type { Step } from './steps.ts';
import { treeFor } from './tree.ts';

/**
 * The steps after which the release is on disk and verified, and nothing else has changed.
 * @param rollout the release; whoever runs the steps holds the lock
 * @param request what is deployed
 */
export function preparingSteps(rollout: Rollout, request: ApplyRequest): Step[] {
  const { layout, generation } = rollout;
  const tree = treeFor(request.bundle.files, request.server.modules);
  return [
    recoverStep(rollout),
    { name: 'write', run: () => writeRelease(layout, generation, tree) },
    { name: 'install', run: () => installRelease(layout, generation, tree) },
    { name: 'verify', run: () => requireWhole(layout, generation) },
  ];
}

/**
 * The step every deployment begins with: it puts right what a killed one left.
 * @param rollout gets the notes on what was found
 */
export const recoverStep = ({ layout, control, notes, request }: Rollout): Step => ({
  name: 'recover',
  run: async () => void notes.push(...(await recoverDeployment(layout, control, request.signal))),
});

/**
 * The step after a release has gone live: log rotation as it asks for, and no more old releases than wanted.
 * @param rollout the release
 * @param request what is deployed
 * @param removed takes the generations that were removed
 */
export const collectStep = (
  { layout }: Rollout,
  request: Pick<ApplyRequest, 'log' | 'keep'>,
  removed: string[],
): Step => ({
  name: 'collect',
  run: async () => {
    await writeLogrotate(layout, logrotateText(layout, request.log));
    removed.push(...(await collectReleases(layout, request.keep)));
  },
});
