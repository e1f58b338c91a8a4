import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Terminal } from './terminal.ts';

/** A command of the user's that is run after every good build. */
export interface UserCommand {
  /** Starts it; one that still runs is ended first. */
  run(environment: Readonly<Record<string, string>>): Promise<void>;
  /** Ends it, if it runs. */
  stop(): Promise<void>;
}

/** How long a command may take to end, in milliseconds. */
const GRACE = 3_000;

/**
 * Prepares a command.
 * @param line for the shell
 * @param terminal for the environment and signals; what the command says is talk
 */
export function userCommand(line: string, terminal: Terminal): UserCommand {
  let stopRunning = async (): Promise<void> => undefined;
  const stop = async (): Promise<void> => {
    await stopRunning();
    stopRunning = async () => undefined;
  };
  return {
    stop,
    run: async (environment) => {
      await stop();
      const child = spawn('/bin/sh', ['-c', line], {
        cwd: terminal.cwd,
        env: { ...terminal.environment, ...environment },
        stdio: ['ignore', 'pipe', 'pipe'],
        // A group of its own, so that everything it starts can be ended with it.
        detached: true,
      });
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (text: string) => terminal.talk(text));
      const closed = once(child, 'close').then(
        ([code, signal]) => {
          if (code !== 0 && !stopping) terminal.talk(`--exec ended with ${signal ?? `code ${code}`}\n`);
        },
        (error: Error) => terminal.talk(`--exec cannot be started: ${error.message}\n`),
      );
      let stopping = false;
      stopRunning = async () => {
        if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
        stopping = true;
        terminal.host.kill(-child.pid, 'SIGTERM');
        const force = setTimeout(() => terminal.host.kill(-(child.pid as number), 'SIGKILL'), GRACE);
        await closed;
        clearTimeout(force);
      };
    },
  };
}
