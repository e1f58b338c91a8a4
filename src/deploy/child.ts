import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import type { Host } from './host.ts';

/** An nginx that runs in the foreground of this process. */
export interface Child {
  /** The master's process id. */
  readonly pid: number;
  /** Settles when it has ended. */
  readonly exited: Promise<ExitStatus>;
  /** What it has written to stderr so far. */
  stderr(): string;
  /** Ends it and its workers, by force after three seconds. Returns when it has ended. */
  stop(): Promise<void>;
}

/** How a process ended; one of the two is null. */
export interface ExitStatus {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** What to start. */
export interface ChildRequest {
  readonly binary: string;
  /** The prefix: a complete deployment. */
  readonly directory: string;
  readonly host: Host;
  /** Gets each line it writes to stderr; they are collected in any case. */
  readonly pass: ((line: string) => void) | undefined;
}

/** How much of what a child says is kept. */
const KEPT_CHARACTERS = 65_536;

/** Words after the binary's name that make nginx run from a directory. */
export function prefixArguments(directory: string): string[] {
  return ['-p', `${directory}/`, '-c', 'conf/nginx.conf', '-e', 'logs/error.log'];
}

/**
 * Starts nginx in the foreground, in a process group of its own: Ctrl-C in a terminal reaches only this process, which stops it in order.
 * @param request what to start
 * @returns the running child
 * @throws the operating system's error when the binary cannot be started
 */
export async function startChild(request: ChildRequest): Promise<Child> {
  const child = spawn(request.binary, [...prefixArguments(request.directory), '-g', 'daemon off;'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  await once(child, 'spawn');
  const pid = child.pid as number;
  let stderr = '';
  createInterface({ input: child.stderr }).on('line', (line) => {
    stderr = `${stderr}${line}\n`.slice(-KEPT_CHARACTERS);
    request.pass?.(line);
  });
  const exited = ended(child);
  return {
    pid,
    exited,
    stderr: () => stderr,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const timer = new AbortController();
      const forced = pause(3_000, undefined, { signal: timer.signal }).then(
        () => request.host.kill(-pid, 'SIGKILL'),
        () => undefined,
      );
      await exited;
      timer.abort();
      await forced;
    },
  };
}

/** `close`, not `exit`: everything it has said has been read by then. */
async function ended(child: ChildProcess): Promise<ExitStatus> {
  const [code, signal] = await once(child, 'close');
  return { code, signal };
}
