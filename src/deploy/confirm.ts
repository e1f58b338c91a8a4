import type { Control } from './control.ts';
import { type LogMark, linesSince } from './error-log.ts';
import { isFatal } from './messages.ts';
import { until } from './until.ts';

/** What to wait for. */
export interface Confirmation {
  readonly generation: string;
  /** Workers from before the signal: they do not count, and have to be gone or shutting down. */
  readonly before: ReadonlySet<number>;
  /** Where the logs ended before the signal; something fatal in them ends the wait. */
  readonly mark: LogMark;
  /** Milliseconds. */
  readonly limit: number;
  readonly signal: AbortSignal;
}

/** Whether the generation is live. `lines` is what nginx has written since the signal. */
export type Confirmed =
  | { readonly kind: 'live'; readonly workers: number }
  | { readonly kind: 'refused' | 'late'; readonly lines: readonly string[] };

/**
 * Waits until every worker of the gateway has reported a generation. `nginx -s reload` succeeds while the old configuration goes on
 * serving, so nothing else proves that a reload has happened (T1, T2).
 * @param control the gateway
 * @param wanted what to wait for
 * @throws the reason of the signal
 */
export async function confirm(control: Control, wanted: Confirmation): Promise<Confirmed> {
  const outcome = await until<number | 'refused'>(
    async () => {
      const master = await control.find();
      if (master.kind === 'running') {
        const workers = await control.workers(master.pid);
        const fresh = workers.every(
          ({ pid, generation }) => generation === wanted.generation && !wanted.before.has(pid),
        );
        if (fresh && workers.length > 0) return workers.length;
      }
      return (await linesSince(wanted.mark)).some(isFatal) ? 'refused' : undefined;
    },
    { limit: wanted.limit, every: 20, signal: wanted.signal },
  );
  if (typeof outcome === 'number') return { kind: 'live', workers: outcome };
  return { kind: outcome ?? 'late', lines: await linesSince(wanted.mark) };
}

/** The workers did not confirm. */
export class NotConfirmed extends Error {
  readonly lines: readonly string[];

  /**
   * @param message what was waited for
   * @param lines what nginx has written meanwhile
   */
  constructor(message: string, lines: readonly string[]) {
    super(message);
    this.lines = lines;
  }
}
