import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { finding } from '../diagnostics/finding.ts';
import { confirm } from './confirm.ts';
import { markLogs } from './error-log.ts';
import { removeJournal } from './journal.ts';
import { pointCurrent } from './layout.ts';
import type { Rollout } from './rollout.ts';
import { until } from './until.ts';

/** What taking back has come to. */
export interface TakenBack {
  /** What is the case now, to follow the reason. */
  readonly message: string;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Takes a rollout back: the old release is current again and serves, or nothing runs where nothing ran. After an interrupt nothing
 * is waited for.
 * @param rollout the rollout, which did not get through
 * @param previous the generation to go back to
 */
export async function takeBack(rollout: Rollout, previous: string | undefined): Promise<TakenBack> {
  const { layout, control, request, state } = rollout;
  await pointCurrent(layout, previous);
  const master = await control.find();
  if (state.kind === 'signalled' && state.outcome === 'started') {
    if (master.kind === 'running') await stopAndWait(rollout, master.pid);
    await removeJournal(layout.journal);
    return { message: 'it is not running, as before', diagnostics: [] };
  }
  const mark = await markLogs(await control.logs());
  if (state.kind === 'signalled' && master.kind === 'running') control.reload(master.pid);
  await removeJournal(layout.journal);
  const message =
    previous === rollout.generation
      ? `generation ${previous} was the current one already`
      : `generation ${previous ?? 'none'} is current again`;
  if (request.signal.aborted || master.kind !== 'running' || previous === undefined)
    return { message, diagnostics: [] };
  const result = await confirm(control, {
    generation: previous,
    before: new Set(),
    mark,
    limit: request.limit,
    signal: new AbortController().signal,
  });
  if (result.kind === 'live')
    return { message: `${message} and confirmed by ${result.workers} workers`, diagnostics: [] };
  return {
    message,
    diagnostics: [
      finding('GW9031', {
        message: `the workers did not all report generation ${previous} after it was put back`,
        help: 'look at the error log and at gatewayc status',
      }),
    ],
  };
}

async function stopAndWait({ control }: Rollout, pid: number): Promise<void> {
  control.stop(pid);
  await until(async () => ((await control.find()).kind === 'running' ? undefined : true), {
    limit: 5_000,
    every: 20,
    signal: new AbortController().signal,
  });
}
