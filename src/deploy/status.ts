import { join } from 'node:path';
import { earlier, type HistoryEntry, readHistory } from './history.ts';
import { type Journal, readJournal } from './journal.ts';
import { currentGeneration, openLayout } from './layout.ts';
import { type Drift, verifyTree } from './manifest.ts';
import { drainingWorkers, findMaster, liveWorkers, type Master, type Worker } from './master.ts';
import { listReleases, type Release } from './release.ts';
import { noGateway } from './rollback.ts';

/** What is deployed below a root, and what runs. */
export interface Status {
  readonly root: string;
  readonly current: string | undefined;
  readonly master: Master;
  readonly workers: readonly Worker[];
  /** Workers of earlier reloads that still end the requests they have. */
  readonly draining: readonly Worker[];
  /** The newest first. */
  readonly releases: readonly Release[];
  /** Files of the current release that are not as compiled. */
  readonly drift: readonly Drift[];
  /** A deployment that was started and not finished: it is under way, or was killed. */
  readonly open: Journal | undefined;
  /** What happened last; undefined when nothing was recorded. */
  readonly last: HistoryEntry | undefined;
}

/**
 * Looks at a root; changes nothing.
 * @param root as the user wrote it
 * @throws DeployFailure GW9026 when no gateway was ever deployed there
 */
export async function readStatus(root: string): Promise<Status> {
  const layout = await openLayout(root);
  const releases = layout === undefined ? [] : await listReleases(layout);
  if (layout === undefined || releases.length === 0) throw noGateway(root);
  const [current, master, open, history] = await Promise.all([
    currentGeneration(layout),
    findMaster(layout),
    readJournal(layout.journal),
    readHistory(layout),
  ]);
  const running = master.kind === 'running';
  return {
    root: layout.root,
    current,
    master,
    workers: running ? await liveWorkers(layout.workers, master.pid) : [],
    draining: running ? await drainingWorkers(layout.workers, master.pid) : [],
    releases,
    drift: current === undefined ? [] : await verifyTree(join(layout.releases, current)),
    open,
    last: history.at(-1),
  };
}

/** What has happened below a root. */
export interface PastOf {
  readonly root: string;
  readonly current: string | undefined;
  /** The newest last. */
  readonly entries: readonly HistoryEntry[];
  /** The releases one can go back to, in the order of going back. */
  readonly back: readonly string[];
}

/**
 * Looks at what was live below a root; changes nothing.
 * @param root as the user wrote it
 * @throws DeployFailure GW9026 when no gateway was ever deployed there
 */
export async function readHistoryOf(root: string): Promise<PastOf> {
  const layout = await openLayout(root);
  const releases = layout === undefined ? [] : await listReleases(layout);
  if (layout === undefined || releases.length === 0) throw noGateway(root);
  const [current, entries] = await Promise.all([currentGeneration(layout), readHistory(layout)]);
  const there = releases.map(({ generation }) => generation);
  return { root: layout.root, current, entries, back: earlier(entries, there, current) };
}
