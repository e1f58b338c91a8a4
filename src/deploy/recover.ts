import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { finding } from '../diagnostics/finding.ts';
import { confirm } from './confirm.ts';
import type { Control } from './control.ts';
import { record } from './history.ts';
import { readJournal, removeJournal } from './journal.ts';
import { currentGeneration, type Layout, pointCurrent } from './layout.ts';
import { tidyReleases } from './release.ts';

/**
 * Puts right what a killed deployment left. A swap whose generation every worker has reported is done; any other is taken back.
 * @param layout the root
 * @param control its nginx
 * @param signal ends the wait for nginx
 * @returns notes on what was found; none when there was nothing
 */
export async function recoverDeployment(
  layout: Layout,
  control: Control,
  signal: AbortSignal,
): Promise<readonly Diagnostic[]> {
  const tidied = await tidyReleases(layout);
  const journal = await readJournal(layout.journal);
  if (journal === undefined)
    return tidied
      ? [
          finding('GW9027', {
            message: 'an earlier run was interrupted while it wrote a release; its files were removed',
          }),
        ]
      : [];
  const master = await control.find();
  const live =
    master.kind === 'running' ? (await control.workers(master.pid)).map(({ generation }) => generation) : [];
  const runs = (generation: string | undefined): boolean =>
    live.length > 0 && live.every((reported) => reported === generation);
  const confirmed = (await currentGeneration(layout)) === journal.to && runs(journal.to);
  if (!confirmed) {
    await pointCurrent(layout, journal.from);
    if (master.kind === 'running')
      await reloadAndWait(control, { pid: master.pid, generation: journal.from, signal });
  }
  const unwritten = await record(layout, {
    action: 'recover',
    generation: journal.to,
    previous: journal.from ?? null,
    outcome: confirmed ? 'confirmed' : 'put-back',
    workers: confirmed ? live.length : 0,
    source: '',
    reason: 'the run was killed',
  });
  await removeJournal(layout.journal);
  const message = confirmed
    ? `an earlier run was interrupted after generation ${journal.to} had gone live`
    : `an earlier run was interrupted while it deployed ${journal.to}; ${journal.from ?? 'nothing'} was put back`;
  return [finding('GW9027', { message }), ...unwritten];
}

/** How long nginx may take to be done with what a killed run has asked of it, in milliseconds. */
const SETTLE_LIMIT = 10_000;

/**
 * Has nginx read `current` again and waits for it. The killed run may have told it to reload a moment ago: a configuration that is being
 * read while `current` is turned is half of one release and half of the other.
 */
async function reloadAndWait(
  control: Control,
  wanted: { readonly pid: number; readonly generation: string | undefined; readonly signal: AbortSignal },
): Promise<void> {
  const { pid, generation, signal } = wanted;
  const before = new Set((await control.workers(pid)).map((worker) => worker.pid));
  control.reload(pid);
  if (generation === undefined) return;
  // No log is looked at: what nginx says of the half-turned one is of no interest. What comes next proves itself.
  await confirm(control, { generation, before, mark: new Map(), limit: SETTLE_LIMIT, signal });
}
