import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { recoverStep } from './apply-steps.ts';
import { controlOf } from './control.ts';
import { failure, guarded } from './failure.ts';
import { earlier, readHistory } from './history.ts';
import { currentGeneration, type Layout, makeLayout, openLayout } from './layout.ts';
import { locked } from './locked.ts';
import { listReleases, markInstalled, requireWhole } from './release.ts';
import { liveSteps, type Rollout, type RolloutRequest } from './rollout.ts';
import type { Server } from './server.ts';
import { runSteps, type Step } from './steps.ts';
import { undo } from './undo.ts';

/** Which release to go back to: so many steps back, or the one whose generation begins like this. */
export type Wanted =
  | { readonly kind: 'steps'; readonly steps: number }
  | { readonly kind: 'generation'; readonly prefix: string };

/** A way back. */
export interface RollbackRequest extends RolloutRequest {
  readonly wanted: Wanted;
  /** Finds the binary; asked only when there is no nginx to reload. */
  readonly server: () => Promise<Server>;
}

/** An earlier release that is live again, or current where nothing runs. */
export interface RolledBack {
  readonly root: string;
  readonly generation: string;
  readonly previous: string | undefined;
  readonly outcome: 'started' | 'reloaded' | 'installed';
  /** How many workers have confirmed. */
  readonly workers: number;
  /** Warnings and notes. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Makes an earlier release current, has nginx take it, and waits until every worker has confirmed it; else puts back what was current.
 * @param request which release, and where
 * @returns what is live now
 * @throws DeployFailure: no such release, a damaged one, or one that nginx does not take. The reason of the signal.
 */
export async function rollback(request: RollbackRequest): Promise<RolledBack> {
  return guarded(`roll back in ${request.root}`, async () => {
    const found = await openLayout(request.root);
    if (found === undefined || (await listReleases(found)).length === 0) throw noGateway(request.root);
    const layout = await makeLayout(request.root);
    return locked(layout, request, () => goBack(layout, request));
  });
}

/** What to say of a root that holds no releases. */
export const noGateway = (root: string): Error =>
  failure('GW9026', {
    message: `there is no gateway in ${root}`,
    help: `deploy one: gatewayc apply --root ${root}`,
  });

async function goBack(layout: Layout, request: RollbackRequest): Promise<RolledBack> {
  const base = {
    layout,
    control: request.control?.(layout) ?? controlOf(layout, request.server, request.host),
    request,
    action: 'rollback' as const,
    source: '',
    notes: [],
  };
  // First of all: what was live before a run that was killed is the place to go back from.
  await recoverStep({ ...base, generation: '', state: { kind: 'prepared' } }).run();
  const generation = await choose(layout, request.wanted);
  const rollout: Rollout = { ...base, generation, state: { kind: 'prepared' } };
  await requireWhole(layout, generation);
  const previous = await currentGeneration(layout);
  try {
    await runSteps([...liveSteps(rollout, previous), refreshStep(rollout)], request.signal);
  } catch (error) {
    const conf = await readFile(join(layout.releases, generation, 'conf/nginx.conf'), 'utf8');
    const directories = [layout.current, join(layout.releases, generation), layout.root];
    const context = { conf, map: { conf: [], at: {} }, locate: () => undefined, directories };
    throw await undo(rollout, { previous, error, context });
  }
  const { state } = rollout;
  if (state.kind !== 'committed') throw new Error(`rollback ended as ${state.kind}`);
  const { outcome, workers } = state;
  return { root: layout.root, generation, previous, outcome, workers, diagnostics: rollout.notes };
}

/** A release that was gone back to counts as new: the next apply removes the oldest ones. */
const refreshStep = ({ layout, generation }: Rollout): Step => ({
  name: 'refresh',
  run: () => markInstalled(layout, generation),
});

async function choose(layout: Layout, wanted: Wanted): Promise<string> {
  const [there, entries, current] = await Promise.all([
    listReleases(layout),
    readHistory(layout),
    currentGeneration(layout),
  ]);
  const generations = there.map(({ generation }) => generation);
  const back = earlier(entries, generations, current);
  if (wanted.kind === 'steps') {
    const generation = back[wanted.steps - 1];
    if (generation !== undefined) return generation;
    throw failure('GW9034', {
      message:
        back.length === 0
          ? 'there is no earlier release on the disk'
          : `there are only ${back.length} earlier releases on the disk: ${back.join(', ')}`,
      help: 'gatewayc history shows what was live; apply --keep says how many releases stay',
    });
  }
  const [generation, ...others] = generations.filter((name) => name.startsWith(wanted.prefix));
  if (generation !== undefined && others.length === 0) return generation;
  throw failure('GW9034', {
    message:
      generation === undefined
        ? `there is no release ${wanted.prefix} on the disk`
        : `${wanted.prefix} is the beginning of several releases: ${[generation, ...others].join(', ')}`,
    help: `there are ${generations.join(', ')}`,
  });
}
