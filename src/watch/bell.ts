import { setTimeout as pause } from 'node:timers/promises';

/** Tells one listener that something may have happened. Ringing while nobody waits is not forgotten. */
export interface Bell {
  ring(): void;
  /**
   * Waits for a ring, and then until it has been quiet for a while.
   * @throws the reason of the signal
   */
  wait(signal: AbortSignal): Promise<void>;
}

/** How long a pause counts as quiet, and after how much noise it is not waited for any longer, in milliseconds. */
export interface Quiet {
  readonly quiet: number;
  readonly longest: number;
}

/**
 * Makes a bell.
 * @param times how long to wait for quiet: editors save in several steps, and scripts save many files
 */
export function makeBell({ quiet, longest }: Quiet): Bell {
  let rung = 0;
  let wake = (): void => undefined;
  const next = (): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve;
    });
  return {
    ring: () => {
      rung += 1;
      wake();
    },
    wait: async (signal) => {
      signal.throwIfAborted();
      const stop = (): void => wake();
      signal.addEventListener('abort', stop);
      try {
        if (rung === 0) await next();
        const end = performance.now() + longest;
        for (let seen = -1; seen !== rung && performance.now() < end; ) {
          signal.throwIfAborted();
          seen = rung;
          await pause(quiet, undefined, { signal }).catch(() => undefined);
        }
        signal.throwIfAborted();
        rung = 0;
      } finally {
        signal.removeEventListener('abort', stop);
      }
    },
  };
}
