import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Locate } from '../diagnostics/locate.ts';
import type { Bundle } from '../emit/bundle.ts';
import type { LogSettings } from '../model/gateway.ts';
import { collectStep, preparingSteps } from './apply-steps.ts';
import { controlOf } from './control.ts';
import { guarded } from './failure.ts';
import { currentGeneration, type Layout, makeLayout } from './layout.ts';
import { locked } from './locked.ts';
import { contextOf } from './messages.ts';
import { liveSteps, type Rollout, type RolloutRequest } from './rollout.ts';
import type { Server } from './server.ts';
import { runSteps } from './steps.ts';
import { undo } from './undo.ts';

/** A release to make live. It has passed the sandbox. */
export interface ApplyRequest extends RolloutRequest {
  readonly bundle: Bundle;
  readonly locate: Locate;
  readonly log: LogSettings;
  /** The names of the files it was compiled from, for the history. */
  readonly source: string;
  readonly server: Server;
  /** How many releases stay on disk. */
  readonly keep: number;
}

/** A release that is live, or installed where nothing runs. */
export interface Applied {
  readonly root: string;
  readonly generation: string;
  readonly previous: string | undefined;
  readonly outcome: 'started' | 'reloaded' | 'installed';
  /** How many workers have confirmed. */
  readonly workers: number;
  readonly removed: readonly string[];
  /** Warnings and notes. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Installs a release, makes it current, has nginx take it, and waits until every worker has confirmed it; else puts the old one back.
 * @param request what to deploy, and where
 * @returns what is live now
 * @throws DeployFailure with the cause, taken back to the user's file; the old release serves then. The reason of the signal.
 */
export async function apply(request: ApplyRequest): Promise<Applied> {
  return guarded(`deploy to ${request.root}`, async () => {
    const layout = await makeLayout(request.root);
    return locked(layout, request, () => deploy(layout, request));
  });
}

/** A rollout that has not begun. */
export const rolloutOf = (layout: Layout, request: ApplyRequest): Rollout => ({
  layout,
  control: request.control?.(layout) ?? controlOf(layout, async () => request.server, request.host),
  request,
  generation: request.bundle.generation,
  action: 'apply',
  source: request.source,
  notes: [],
  state: { kind: 'prepared' },
});

async function deploy(layout: Layout, request: ApplyRequest): Promise<Applied> {
  const rollout = rolloutOf(layout, request);
  const { generation } = rollout;
  await runSteps(preparingSteps(rollout, request), request.signal);
  const previous = await currentGeneration(layout);
  const removed: string[] = [];
  try {
    const steps = [...liveSteps(rollout, previous), collectStep(rollout, request, removed)];
    await runSteps(steps, request.signal);
  } catch (error) {
    const context = contextOf(request.bundle, request.locate, [
      layout.current,
      `${layout.releases}/${generation}`,
      layout.root,
    ]);
    throw await undo(rollout, { previous, error, context });
  }
  const { state } = rollout;
  if (state.kind !== 'committed') throw new Error(`deployment ended as ${state.kind}`);
  const { outcome, workers } = state;
  return { root: layout.root, generation, previous, outcome, workers, removed, diagnostics: rollout.notes };
}
