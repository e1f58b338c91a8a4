import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { finding } from '../diagnostics/finding.ts';
import { replaceDurably } from './durable.ts';
import { DeployFailure, errorCode, failure } from './failure.ts';
import type { Layout } from './layout.ts';
import { readManifest } from './manifest.ts';

/** What happened to the release that is current. Dates are ISO 8601, in UTC. */
export interface HistoryEntry {
  readonly at: string;
  /** `recover`: a run that was killed was put right by the next one. */
  readonly action: 'apply' | 'rollback' | 'recover';
  /** The release it was about. */
  readonly generation: string;
  /** The configuration the release was compiled from; null when the release is gone. */
  readonly config_hash: string | null;
  /** What was current before. */
  readonly previous: string | null;
  /** The last three: what was current before is current again. */
  readonly outcome:
    | 'started'
    | 'reloaded'
    | 'installed'
    | 'confirmed'
    | 'failed'
    | 'interrupted'
    | 'put-back';
  /** How many workers have confirmed. */
  readonly workers: number;
  /** The files it was compiled from, as they were named; empty where that is not known. */
  readonly source: string;
  /** Why it did not go live. */
  readonly reason?: string;
}

/** What is known of an event when it happens; the rest is looked up. */
export type HistoryEvent = Omit<HistoryEntry, 'at' | 'config_hash'>;

/** How many entries are kept. */
const MOST = 500;

const LIVE: ReadonlySet<HistoryEntry['outcome']> = new Set(['started', 'reloaded', 'installed', 'confirmed']);

/**
 * Reads what has happened below a root.
 * @param layout the root
 * @returns the newest last; nothing where nothing was recorded
 * @throws DeployFailure when somebody else has written it
 */
export async function readHistory(layout: Layout): Promise<readonly HistoryEntry[]> {
  const text = await readFile(layout.history, 'utf8').catch((error) => {
    if (errorCode(error) === 'ENOENT') return '{"format":1,"entries":[]}';
    throw error;
  });
  const history = parse(text);
  if (history?.format === 1 && Array.isArray(history.entries)) return history.entries;
  throw failure('GW9023', {
    message: `${layout.history} is no history this gatewayc can read`,
    help: 'move it away: releases are not touched by that',
  });
}

/**
 * Adds an event to the history. Whoever calls it holds the lock.
 * @param layout the root
 * @param event what has happened
 * @returns a warning when it could not be written: a gateway that is live is not taken back because of that
 */
export async function record(layout: Layout, event: HistoryEvent): Promise<readonly Diagnostic[]> {
  try {
    const manifest = await readManifest(join(layout.releases, event.generation));
    const entry: HistoryEntry = {
      at: new Date().toISOString(),
      ...event,
      config_hash: manifest?.config_hash ?? null,
    };
    const entries = [...(await readHistory(layout)), entry].slice(-MOST);
    const content = `{"format":1,"entries":[\n${entries.map((one) => JSON.stringify(one)).join(',\n')}\n]}\n`;
    await replaceDurably(layout.history, { content, mode: 0o644 });
    return [];
  } catch (error) {
    if (errorCode(error) === undefined && !(error instanceof DeployFailure)) throw error;
    const message = `the history was not written: ${(error as Error).message}`;
    return [finding('GW9033', { message, help: `look at ${layout.history}` })];
  }
}

/**
 * The releases that one can go back to, in the order of going back. What was live is a stack: apply puts a release on it, and going
 * back takes off what was above; so going back twice does not lead to where one came from.
 * @param entries from {@link readHistory}
 * @param there the generations on the disk, the newest first; those the history does not know count as older than all others
 * @param current what is current now
 */
export function earlier(
  entries: readonly HistoryEntry[],
  there: readonly string[],
  current: string | undefined,
): readonly string[] {
  const known = new Set(entries.map(({ generation }) => generation));
  const stack = there.filter((generation) => !known.has(generation)).reverse();
  for (const { action, generation, outcome } of entries) {
    if (!LIVE.has(outcome)) continue;
    const place = action === 'rollback' ? stack.lastIndexOf(generation) : -1;
    if (place >= 0) stack.length = place + 1;
    else if (stack.at(-1) !== generation) stack.push(generation);
  }
  const order = [...new Set(stack.reverse())];
  return order.filter((generation) => generation !== current && there.includes(generation));
}

function parse(text: string): { readonly format?: unknown; readonly entries?: unknown } | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
