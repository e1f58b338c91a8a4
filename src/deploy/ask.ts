import { execFile } from 'node:child_process';

/** What a program answered. */
export interface Answer {
  /** Undefined when it could not be started, or was stopped because it took too long. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** Why it failed, in one line; empty when it did not. */
  readonly problem: string;
}

/** How long a program may think, in milliseconds. */
const LIMIT = 10_000;

/**
 * Runs a program that says something about itself and ends.
 * @param program a path, or a name to search
 * @param args its arguments
 * @param searchPath PATH, where it is not this process's own; the program sees no other variable then
 * @returns what came of it, failures included
 */
export function ask(program: string, args: readonly string[], searchPath?: string): Promise<Answer> {
  const options = { timeout: LIMIT, ...(searchPath !== undefined && { env: { PATH: searchPath } }) };
  return new Promise((resolve) => {
    execFile(program, args, options, (error, stdout, stderr) => {
      if (!error) return resolve({ exitCode: 0, stdout, stderr, problem: '' });
      const exitCode = typeof error.code === 'number' ? error.code : undefined;
      resolve({ exitCode, stdout, stderr, problem: error.message.split('\n')[0] ?? '' });
    });
  });
}
