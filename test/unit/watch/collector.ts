import type { Round } from '../../../src/watch/watch.ts';
import type { Watched } from '../../../src/watch/watched.ts';

/** Rounds as they come. */
export interface Collector {
  /** What changed before each round, in order. */
  readonly rounds: (readonly string[])[];
  /** To be handed to the watching. */
  readonly round: (changed: readonly string[]) => Promise<Round>;
  /** Settles when there have been so many rounds in all. */
  reach(count: number): Promise<void>;
}

/**
 * Collects rounds.
 * @param come what each round comes to
 */
export function collector(come: (count: number) => Promise<Round | Watched> | Round | Watched): Collector {
  const rounds: (readonly string[])[] = [];
  let wake = (): void => undefined;
  return {
    rounds,
    round: async (changed) => {
      rounds.push(changed);
      const came = await come(rounds.length);
      wake();
      return 'files' in came ? { watched: came, settled: true } : came;
    },
    reach: async (count) => {
      while (rounds.length < count)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    },
  };
}
