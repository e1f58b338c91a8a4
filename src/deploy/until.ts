import { setTimeout as pause } from 'node:timers/promises';

/** How long to look, and how often, in milliseconds; `signal` stops looking. */
export interface Patience {
  readonly limit: number;
  readonly every: number;
  readonly signal: AbortSignal;
}

/**
 * Looks for a condition until it holds.
 * @param look gives the result, or undefined while there is none
 * @param patience how long and how often
 * @returns the result; undefined when the time was up. The condition is looked at at least once.
 * @throws what `look` throws, or the reason of the signal
 */
export async function until<T>(
  look: () => Promise<T | undefined>,
  patience: Patience,
): Promise<T | undefined> {
  const end = performance.now() + patience.limit;
  for (;;) {
    patience.signal.throwIfAborted();
    const result = await look();
    if (result !== undefined) return result;
    if (performance.now() >= end) return undefined;
    // The timer rejects with an error of its own; the top of the loop throws the signal's reason.
    await pause(patience.every, undefined, { signal: patience.signal }).catch(() => undefined);
  }
}
