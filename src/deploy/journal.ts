import { readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { replaceDurably, syncDirectory } from './durable.ts';
import { errorCode } from './failure.ts';

/** A swap that is not confirmed yet: written before `current` changes, removed when all workers have confirmed. */
export interface Journal {
  /** The generation before; absent when there was none. */
  readonly from?: string;
  readonly to: string;
}

/** Writes the journal; on the disk when this returns. */
export async function writeJournal(path: string, journal: Journal): Promise<void> {
  await replaceDurably(path, { content: `${JSON.stringify(journal)}\n`, mode: 0o644 });
}

/** Reads the journal; undefined when no swap is open. */
export async function readJournal(path: string): Promise<Journal | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Closes the journal. */
export async function removeJournal(path: string): Promise<void> {
  await rm(path, { force: true });
  await syncDirectory(dirname(path));
}
