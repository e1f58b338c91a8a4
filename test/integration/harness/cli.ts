import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../../bin/gatewayc.js', import.meta.url));

export interface CliResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/**
 * Runs the built gatewayc, as a user would.
 * @param args as on the command line
 * @param env added to this process's environment
 * @param around a program, and its arguments, that runs gatewayc as its last argument
 * @returns how it ended; a bad exit code is not an error here
 */
export function runCli(
  args: readonly string[],
  env: Record<string, string> = {},
  around: readonly string[] = [],
): Promise<CliResult> {
  const [program = process.execPath, ...rest] = [...around, process.execPath];
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...rest, process.env.GATEWAYC_TEST_BIN ?? BIN, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, FORCE_COLOR: undefined, NO_COLOR: '1', ...env },
    });
    const result: CliResult = { exitCode: -1, stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => {
      result.stdout += chunk;
    });
    child.stderr.on('data', (chunk: Buffer) => {
      result.stderr += chunk;
    });
    child.on('error', reject);
    const done = () => resolve({ ...result, exitCode: child.exitCode ?? -1 });
    child.on('close', done);
    // An nginx started by `apply` may hold the pipes open for as long as it runs.
    child.on('exit', () => setTimeout(done, 300));
  });
}

/**
 * Like `runCli`, for a run that must succeed.
 * @throws with the arguments and everything it said when the exit code is not 0
 */
export async function runCliOk(
  args: readonly string[],
  env: Record<string, string> = {},
  around: readonly string[] = [],
): Promise<CliResult> {
  const result = await runCli(args, env, around);
  if (result.exitCode !== 0) {
    throw new Error(
      `gatewayc ${args.join(' ')}: exit ${result.exitCode}\n${result.stderr}${result.stdout}`.trimEnd(),
    );
  }
  return result;
}
