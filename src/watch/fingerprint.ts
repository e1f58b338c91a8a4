import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { matchPattern } from '../input/include.ts';
import type { Watched } from './watched.ts';

/** What a configuration depends on, by content: a digest, or why there is none, for every file; the matches of every pattern. */
export type Fingerprint = ReadonlyMap<string, string>;

/** How many files are read at once. */
const AT_ONCE = 32;

/**
 * Reads everything a configuration depends on. Only content counts: a save that changes nothing gives the same fingerprint (M219).
 * @param watched what it depends on
 */
export async function fingerprintOf(watched: Watched): Promise<Fingerprint> {
  const prints = new Map<string, string>();
  for (let i = 0; i < watched.files.length; i += AT_ONCE) {
    const some = watched.files.slice(i, i + AT_ONCE);
    const digests = await Promise.all(some.map(digest));
    some.forEach((file, j) => {
      prints.set(file, digests[j] as string);
    });
  }
  for (const { directory, pattern } of watched.patterns)
    prints.set(`${directory}/${pattern}`, (await matchPattern(directory, pattern)).join('\n'));
  return prints;
}

/**
 * What differs between two moments.
 * @param before an earlier fingerprint
 * @param now a later one
 * @returns the names of files and patterns
 */
export const differences = (before: Fingerprint, now: Fingerprint): readonly string[] =>
  [...new Set([...before.keys(), ...now.keys()])].filter((name) => before.get(name) !== now.get(name));

/**
 * When each file was changed last and how long it is: cheaper than its content, and enough to know that it has to be read again.
 * @param paths files and directories
 * @returns a text that differs when one of them may have changed
 */
export async function marksOf(paths: readonly string[]): Promise<string> {
  const marks = await Promise.all(
    paths.map((path) =>
      stat(path).then(
        ({ dev, ino, size, mtimeMs, ctimeMs }) => `${dev}:${ino}:${size}:${mtimeMs}:${ctimeMs}`,
        () => '',
      ),
    ),
  );
  return marks.join('\n');
}

/** How much older than the start of a round a file must be to count as read by it, in milliseconds: file systems tell the time in ticks. */
const TICK = 50;

/** A round, and the fingerprints before and after it. */
export interface Span {
  /** What the configuration depends on, as the round has found. */
  readonly watched: Watched;
  readonly now: Fingerprint;
  readonly after: Fingerprint;
  /** When it began, in milliseconds since 1970. */
  readonly began: number;
}

/**
 * What a round may not have read as it is now: what changed while it ran; and of what the round was the first to name, files that are
 * as new as itself, and matches of patterns that it has not read.
 * @param span the round
 * @returns names of files and patterns
 */
export async function changedMeanwhile({ watched, now, after, began }: Span): Promise<readonly string[]> {
  const missed: string[] = [];
  for (const [name, print] of after) {
    if (now.has(name)) {
      if (now.get(name) !== print) missed.push(name);
    } else if (watched.files.includes(name)) {
      const found = await stat(name).catch(() => undefined);
      if (found !== undefined && found.ctimeMs > began - TICK) missed.push(name);
    } else if (print !== '' && !print.split('\n').every((match) => watched.files.includes(match)))
      missed.push(name);
  }
  return missed;
}

const digest = (file: string): Promise<string> =>
  readFile(file).then(
    (content) => createHash('sha256').update(content).digest('hex'),
    (error: NodeJS.ErrnoException) => `none: ${error.code}`,
  );
