import type { Code } from '../diagnostics/codes.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { type FindingDetails, finding } from '../diagnostics/finding.ts';

/** Deploying could not go on, for a reason the user can do something about. Everything else that is thrown is our bug. */
export class DeployFailure extends Error {
  readonly diagnostics: readonly Diagnostic[];

  /** @param diagnostics at least one; the first is the reason, the others explain it */
  constructor(diagnostics: readonly [Diagnostic, ...Diagnostic[]]) {
    super(diagnostics[0].message);
    this.name = 'DeployFailure';
    this.diagnostics = diagnostics;
  }
}

/**
 * Makes a failure of one finding, to be thrown.
 * @param code a code of the table
 * @param details its message and, where there are such, place and help
 */
export function failure(code: Code, details: FindingDetails): DeployFailure {
  return new DeployFailure([finding(code, details)]);
}

/** The `code` of an error of the operating system, for example `ENOENT`; undefined for any other error. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'syscall' in error && 'code' in error ? String(error.code) : undefined;
}

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const FORBIDDEN = new Set(['EACCES', 'EPERM', 'EROFS', 'EXDEV', 'EBUSY']);

/**
 * Runs file operations and turns what the operating system refuses into findings.
 * @param doing what is being done, for the message: `write the release`
 * @param operation the operations
 * @returns what the operations return
 * @throws DeployFailure for errors of the operating system, everything else as it is
 */
export async function guarded<T>(doing: string, operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    const message = `cannot ${doing}: ${(error as Error).message}`;
    if (FULL.has(code)) throw failure('GW9021', { message, help: 'make room and run the command again' });
    if (FORBIDDEN.has(code)) throw failure('GW9022', { message, help: forbiddenHelp(code) });
    throw failure('GW9023', { message, help: 'nothing that was deployed before has changed' });
  }
}

function forbiddenHelp(code: string): string {
  if (code === 'EBUSY' || code === 'EXDEV')
    return 'give a directory below the mount point: a mount point itself cannot be renamed';
  if (code === 'EROFS') return 'the file system is read-only: remount it, or give another directory';
  return 'run it as a user who may write there, or give another directory';
}
