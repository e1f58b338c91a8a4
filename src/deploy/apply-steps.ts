import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { finding } from '../diagnostics/finding.ts';
import type { ApplyRequest } from './apply.ts';
import { confirm, NotConfirmed } from './confirm.ts';
import type { Control } from './control.ts';
import { type LogMark, markLogs } from './error-log.ts';
import { removeJournal, writeJournal } from './journal.ts';
import { type Layout, pointCurrent } from './layout.ts';
import { logrotateText, writeLogrotate } from './logrotate.ts';
import { recoverDeployment } from './recover.ts';
import { collectReleases, installRelease, requireWhole, writeRelease } from './release.ts';
import type { Step } from './steps.ts';
import { treeFor } from './tree.ts';

/** A deployment under way; `state` says how much there is to undo. */
export interface Deployment {
  readonly layout: Layout;
  readonly control: Control;
  readonly request: ApplyRequest;
  readonly notes: Diagnostic[];
  state: DeploymentState;
}

type DeploymentState =
  | { readonly kind: 'prepared' }
  | { readonly kind: 'swapped' }
  | ({ readonly kind: 'signalled' } & Signalled)
  | {
      readonly kind: 'committed';
      readonly outcome: 'started' | 'reloaded' | 'installed';
      readonly workers: number;
      readonly removed: readonly string[];
    };

/** What was done to nginx. */
type Signalled = {
  readonly outcome: 'started' | 'reloaded' | 'installed';
  /** Whether nginx took the signal or started; `confirm` looks at the result. */
  readonly taken: boolean;
  readonly before: ReadonlySet<number>;
  readonly mark: LogMark;
};

/**
 * The steps after which the release is on disk and verified, and nothing else has changed.
 * @param deployment the deployment; whoever runs the steps holds the lock
 */
export function preparingSteps(deployment: Deployment): Step[] {
  const { layout, control, request } = deployment;
  const { generation, files } = request.bundle;
  const tree = treeFor(files, request.server.modules);
  return [
    {
      name: 'recover',
      run: async () => void deployment.notes.push(...(await recoverDeployment(layout, control))),
    },
    { name: 'write', run: () => writeRelease(layout, generation, tree) },
    { name: 'install', run: () => installRelease(layout, generation, tree) },
    { name: 'verify', run: () => requireWhole(layout, generation) },
  ];
}

/**
 * The steps that make a release live. Killed between any two, the journal tells the next run what to put back.
 * @param deployment the deployment
 * @param previous the generation that is current before
 */
export function liveSteps(deployment: Deployment, previous: string | undefined): Step[] {
  const { layout, request } = deployment;
  const { generation } = request.bundle;
  return [
    {
      name: 'journal',
      run: () =>
        writeJournal(
          layout.journal,
          previous === undefined ? { to: generation } : { from: previous, to: generation },
        ),
    },
    {
      name: 'swap',
      run: async () => {
        deployment.state = { kind: 'swapped' };
        await pointCurrent(layout, generation);
      },
    },
    { name: 'signal', run: () => signalNginx(deployment, previous) },
    { name: 'confirm', run: () => awaitWorkers(deployment) },
    { name: 'commit', run: () => removeJournal(layout.journal) },
    { name: 'collect', run: () => collect(deployment) },
  ];
}

async function signalNginx(deployment: Deployment, previous: string | undefined): Promise<void> {
  const { control, request } = deployment;
  const master = await control.find();
  if (master.kind === 'foreign') {
    deployment.notes.push(
      finding('GW9032', {
        message: `the pid file names process ${master.pid}, which is not the nginx of this directory; it was left alone`,
      }),
    );
  }
  await control.forget();
  const mark = await markLogs(await control.logs());
  if (master.kind === 'running') {
    const before = new Set((await control.workers(master.pid)).map(({ pid }) => pid));
    deployment.state = { kind: 'signalled', outcome: 'reloaded', taken: true, before, mark };
    control.reload(master.pid);
    request.talk(`nginx ${master.pid} reloads: ${previous ?? 'nothing'} → ${request.bundle.generation}`);
  } else if (request.start === 'never') {
    deployment.state = { kind: 'signalled', outcome: 'installed', taken: true, before: new Set(), mark };
  } else {
    deployment.state = { kind: 'signalled', outcome: 'started', taken: false, before: new Set(), mark };
    const taken = await control.start();
    deployment.state = { kind: 'signalled', outcome: 'started', taken, before: new Set(), mark };
  }
}

async function awaitWorkers(deployment: Deployment): Promise<void> {
  const { control, request, state } = deployment;
  if (state.kind !== 'signalled') throw new Error(`nothing to confirm: ${state.kind}`);
  if (state.outcome === 'installed') {
    deployment.state = { kind: 'committed', outcome: 'installed', workers: 0, removed: [] };
    return;
  }
  const { generation } = request.bundle;
  const limit = state.taken ? request.limit : 0;
  const result = await confirm(control, {
    generation,
    before: state.before,
    mark: state.mark,
    limit,
    signal: request.signal,
  });
  if (result.kind === 'live') {
    deployment.state = { kind: 'committed', outcome: state.outcome, workers: result.workers, removed: [] };
    return;
  }
  const what = state.outcome === 'started' ? 'nginx did not start' : 'nginx did not take the reload';
  throw new NotConfirmed(
    result.kind === 'late' && state.taken
      ? `not every worker reported generation ${generation} within ${limit / 1000} s`
      : what,
    result.lines,
  );
}

async function collect(deployment: Deployment): Promise<void> {
  const { layout, request, state } = deployment;
  if (state.kind !== 'committed') throw new Error(`nothing to collect: ${state.kind}`);
  await writeLogrotate(layout, logrotateText(layout, request.log));
  deployment.state = { ...state, removed: await collectReleases(layout, request.keep) };
}
