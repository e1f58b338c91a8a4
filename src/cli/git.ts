import { execFile } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type DeployFailure, failure } from '../deploy/failure.ts';
import type { Snapshot } from '../input/snapshot.ts';

const run = promisify(execFile);

/** Bytes a command may answer with: a file of 16 MiB, or the names of a very large repository. */
const MOST = 64 * 1024 * 1024;

/** What to read from git. */
export interface Revision {
  /** As the user wrote it, for example `HEAD~1`. */
  readonly name: string;
  /** Absolute name of a file in the repository; it need not exist now. */
  readonly file: string;
  readonly signal: AbortSignal;
}

/**
 * Reads a revision of the repository a file is in.
 * @param revision which one
 * @returns its files, under the absolute names they have in the working tree
 * @throws DeployFailure GW9061 when there is no git, no repository or no such revision
 */
export async function readRevision({ file, name, signal }: Revision): Promise<Snapshot> {
  const directory = dirname(file);
  const git = async (...args: string[]): Promise<string> => {
    try {
      return (await run('git', args, { cwd: directory, maxBuffer: MOST, signal, encoding: 'utf8' })).stdout;
    } catch (error) {
      signal.throwIfAborted();
      throw unreadable(error, name);
    }
  };
  const top = (await git('rev-parse', '--show-toplevel')).replace(/\n$/, '');
  const commit = (await git('rev-parse', '--verify', '--end-of-options', `${name}^{commit}`)).trim();
  const listed = await git('ls-tree', '-r', '-z', '--full-tree', '--name-only', commit);
  const names = new Set(listed.split('\0').filter((path) => path !== ''));
  return {
    files: [...names].map((path) => join(top, path)),
    read: async (absolute) => {
      const path = relative(top, physical(absolute));
      if (!names.has(path)) return { kind: 'unreadable', problem: `does not exist at ${name}` };
      return { kind: 'text', text: await git('show', `${commit}:${path}`) };
    },
  };
}

/** git names files without symbolic links in their directories. */
function physical(absolute: string): string {
  try {
    return join(realpathSync(dirname(absolute)), basename(absolute));
  } catch {
    return resolve(absolute);
  }
}

function unreadable(error: unknown, name: string): DeployFailure {
  const { code, stderr = '' } = error as { readonly code?: unknown; readonly stderr?: string };
  const said =
    stderr
      .trim()
      .split('\n')[0]
      ?.replace(/^fatal: /, '') ?? '';
  const message =
    code === 'ENOENT'
      ? 'there is no git on this machine'
      : `git cannot read ${name}: ${said || String(error)}`;
  return failure('GW9061', {
    message,
    help: 'git log --oneline -- gateway.yaml lists the revisions that changed the file',
  });
}
