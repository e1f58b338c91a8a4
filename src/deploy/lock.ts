import { randomBytes } from 'node:crypto';
import { link, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errorCode, failure } from './failure.ts';
import { inspect } from './proc.ts';
import { until } from './until.ts';

/**
 * A lock file that survives nobody: it names its owner by pid and start time, so that a dead owner's lock can be taken over.
 *
 * Taking over without a race: nobody deletes a dead owner's file. Who wants the lock creates `<lock>.after-<owner>` instead, which
 * is itself such a lock, then looks again whether the dead owner still stands there. link(2) makes a file appear whole or not at all.
 */
interface Owner {
  readonly pid: number;
  readonly started: string;
  /** Names this acquisition, never reused. */
  readonly id: string;
}

/** What taking a lock needs to know. */
export interface LockRequest {
  readonly path: string;
  /** This process. */
  readonly pid: number;
  /** How long to wait for another run, in milliseconds. */
  readonly wait: number;
  readonly signal: AbortSignal;
  /** Told once, when there is something to wait for. */
  readonly waiting: (pid: number) => void;
}

/** A lock that is held. */
export interface Lock {
  release(): Promise<void>;
}

/**
 * Takes a lock, waiting for a live owner.
 * @param request the lock file, whose directory must exist, and how long to wait
 * @returns the lock
 * @throws DeployFailure GW9025 when the wait was in vain; the operating system's error when the file cannot be made
 */
export async function acquire(request: LockRequest): Promise<Lock> {
  const self = await inspect(request.pid);
  const owner: Owner = { pid: request.pid, started: self?.started ?? '', id: randomBytes(8).toString('hex') };
  const own = `${request.path}.${owner.id}`;
  let told = false;
  let holder: number | undefined;
  try {
    await writeFile(own, JSON.stringify(owner), { flag: 'wx', mode: 0o644 });
    const files = await until(
      async () => {
        const taken = await take({ lock: request.path, own }, request.path);
        if ('files' in taken) return taken.files;
        holder = taken.pid;
        if (!told) request.waiting(taken.pid);
        told = true;
        return undefined;
      },
      { limit: request.wait, every: 100, signal: request.signal },
    );
    if (files === undefined) {
      throw failure('GW9025', {
        message: `process ${holder} is working on ${dirname(request.path)}`,
        help: 'wait until it is done, or stop it, then run the command again',
      });
    }
    if (files.length === 1) await sweep(request.path);
    return { release: () => release(files) };
  } finally {
    await rm(own, { force: true });
  }
}

/**
 * Tries once, from one file of the chain on. Gives the files that make up the lock from there, the head first, or its live owner. The
 * names do not grow with the chain: however many runs in a row were killed, the next one gets through.
 */
async function take(
  names: { readonly lock: string; readonly own: string },
  path: string,
): Promise<{ readonly files: readonly string[] } | Owner> {
  for (;;) {
    const created = await link(names.own, path).then(
      () => true,
      (error) => {
        if (errorCode(error) === 'EEXIST') return false;
        throw error;
      },
    );
    if (created) return { files: [path] };
    const owner = await readOwner(path);
    if (owner === undefined) continue;
    if ((await inspect(owner.pid))?.started === owner.started) return owner;
    const behind = await take(names, `${names.lock}.after-${owner.id}`);
    if (!('files' in behind)) return behind;
    if ((await readOwner(path))?.id === owner.id) return { files: [path, ...behind.files] };
    await release(behind.files);
  }
}

async function readOwner(path: string): Promise<Owner | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    if (error instanceof SyntaxError)
      throw failure('GW9023', { message: `${path} is not a lock file`, help: 'remove it' });
    throw error;
  }
}

/** Head first: from then on nobody follows the chain any more. */
async function release(files: readonly string[]): Promise<void> {
  for (const file of files) await rm(file, { force: true });
}

/** Removes what dead contenders left; safe for who holds a fresh lock, because nobody follows an old chain to its end. */
async function sweep(path: string): Promise<void> {
  const directory = dirname(path);
  const beside = (await readdir(directory)).filter((name) => name.startsWith(`${basename(path)}.`));
  for (const name of beside) {
    const file = join(directory, name);
    const left = name.startsWith(`${basename(path)}.after-`) || (await isAbandoned(file));
    if (left) await rm(file, { force: true });
  }
}

/** Whether a contender was killed before it could remove the file its claim is made of. */
async function isAbandoned(file: string): Promise<boolean> {
  const text = await readFile(file, 'utf8').catch(() => '');
  if (!OWN.test(file) || !text.endsWith('}')) return false; // somebody else's, or being written
  const owner: Owner = JSON.parse(text);
  return (await inspect(owner.pid))?.started !== owner.started;
}

const OWN = /\.[0-9a-f]{16}$/;
