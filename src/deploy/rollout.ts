import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { finding } from '../diagnostics/finding.ts';
import { confirm, NotConfirmed } from './confirm.ts';
import type { Control } from './control.ts';
import { type LogMark, markLogs } from './error-log.ts';
import { type HistoryEvent, record } from './history.ts';
import type { Host } from './host.ts';
import { removeJournal, writeJournal } from './journal.ts';
import { type Layout, pointCurrent } from './layout.ts';
import type { Step } from './steps.ts';

/** How a release is made live. */
export interface RolloutRequest {
  readonly root: string;
  /** Whether to start nginx when none runs from the root. */
  readonly start: 'if-needed' | 'never';
  /** How long workers may take to confirm, in milliseconds. */
  readonly limit: number;
  readonly host: Host;
  readonly signal: AbortSignal;
  /** Told each stage that has been passed, and that another run has to end first. */
  readonly talk: (line: string, about: 'stage' | 'wait') => void;
  /** The nginx of the root; given by tests only. */
  readonly control?: (layout: Layout) => Control;
}

/** A release that is being made live; `state` says how much there is to undo. */
export interface Rollout {
  readonly layout: Layout;
  readonly control: Control;
  readonly request: RolloutRequest;
  readonly generation: string;
  /** What the history says of it. */
  readonly action: 'apply' | 'rollback';
  readonly source: string;
  readonly notes: Diagnostic[];
  state: RolloutState;
}

type RolloutState =
  | { readonly kind: 'prepared' }
  | { readonly kind: 'swapped' }
  | ({ readonly kind: 'signalled' } & Signalled)
  | { readonly kind: 'committed'; readonly outcome: Signalled['outcome']; readonly workers: number };

/** What was done to nginx. */
type Signalled = {
  readonly outcome: 'started' | 'reloaded' | 'installed';
  /** Whether nginx took the signal or started; `confirm` looks at the result. */
  readonly taken: boolean;
  readonly before: ReadonlySet<number>;
  readonly mark: LogMark;
};

/** How long workers may take to confirm a generation, in milliseconds. */
export const CONFIRM_LIMIT = 10_000;

/**
 * The steps that make a release on the disk live. Killed between any two, the journal tells the next run what to put back.
 * @param rollout the release; whoever runs the steps holds the lock
 * @param previous the generation that is current before
 */
export function liveSteps(rollout: Rollout, previous: string | undefined): Step[] {
  const { layout, generation } = rollout;
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
        rollout.state = { kind: 'swapped' };
        await pointCurrent(layout, generation);
      },
    },
    { name: 'signal', run: () => signalNginx(rollout, previous) },
    { name: 'confirm', run: () => awaitWorkers(rollout) },
    { name: 'commit', run: () => commit(rollout, previous) },
  ];
}

/**
 * What the history says of a rollout.
 * @param rollout the rollout
 * @param previous what was current before
 */
export const eventOf = (
  { action, generation, source }: Rollout,
  previous: string | undefined,
): Omit<HistoryEvent, 'outcome' | 'workers'> => ({
  action,
  generation,
  previous: previous ?? null,
  source,
});

async function signalNginx(rollout: Rollout, previous: string | undefined): Promise<void> {
  const { control, request } = rollout;
  const master = await control.find();
  if (master.kind === 'foreign') {
    rollout.notes.push(
      finding('GW9032', {
        message: `the pid file names process ${master.pid}, which is not the nginx of this directory; it was left alone`,
      }),
    );
  }
  await control.forget();
  const mark = await markLogs(await control.logs());
  if (master.kind === 'running') {
    const before = new Set((await control.workers(master.pid)).map(({ pid }) => pid));
    rollout.state = { kind: 'signalled', outcome: 'reloaded', taken: true, before, mark };
    control.reload(master.pid);
    request.talk(`nginx ${master.pid} reloads: ${previous ?? 'nothing'} → ${rollout.generation}`, 'stage');
  } else if (request.start === 'never') {
    rollout.state = { kind: 'signalled', outcome: 'installed', taken: true, before: new Set(), mark };
  } else {
    rollout.state = { kind: 'signalled', outcome: 'started', taken: false, before: new Set(), mark };
    const taken = await control.start();
    rollout.state = { kind: 'signalled', outcome: 'started', taken, before: new Set(), mark };
  }
}

async function awaitWorkers(rollout: Rollout): Promise<void> {
  const { control, request, generation, state } = rollout;
  if (state.kind !== 'signalled') throw new Error(`nothing to confirm: ${state.kind}`);
  if (state.outcome === 'installed') {
    rollout.state = { kind: 'committed', outcome: 'installed', workers: 0 };
    return;
  }
  const limit = state.taken ? request.limit : 0;
  const result = await confirm(control, {
    generation,
    before: state.before,
    mark: state.mark,
    limit,
    signal: request.signal,
  });
  if (result.kind === 'live') {
    rollout.state = { kind: 'committed', outcome: state.outcome, workers: result.workers };
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

async function commit(rollout: Rollout, previous: string | undefined): Promise<void> {
  const { layout, state } = rollout;
  if (state.kind !== 'committed') throw new Error(`nothing to commit: ${state.kind}`);
  const { outcome, workers } = state;
  rollout.notes.push(...(await record(layout, { ...eventOf(rollout, previous), outcome, workers })));
  await removeJournal(layout.journal);
}
