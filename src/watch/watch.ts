import { makeBell, type Quiet } from './bell.ts';
import { makeEyes } from './eyes.ts';
import { changedMeanwhile, differences, type Fingerprint, fingerprintOf } from './fingerprint.ts';
import type { Mode } from './notice.ts';
import type { Watched } from './watched.ts';

/** What one round has come to. */
export interface Round {
  /** What the configuration depends on now. */
  readonly watched: Watched;
  /** Whether the same content would come to the same; when not, it is tried again at the next save, changed or not. */
  readonly settled: boolean;
}

/** What to watch, and what to do. */
export interface WatchRequest {
  readonly first: Watched;
  /** Called at the start and after every change, once at a time: what changed meanwhile is one more round, of the newest content. */
  readonly round: (changed: readonly string[]) => Promise<Round>;
  readonly mode: Mode;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Called with what the system said when it cannot watch; changes are then seen by {@link Pace.sweep} only. */
  readonly trouble: (problem: string) => void;
  readonly pace?: Pace;
}

/** Times in milliseconds. */
export interface Pace extends Quiet {
  /** How often is looked without having been told, so that no file system can keep a change from being seen (M219). */
  readonly sweep: number;
}

/** Watching that goes on. */
export interface Watching {
  /** Asks for a round, whether anything has changed or not. */
  rebuild(): void;
  /** Settles when it has ended: with the reason of the signal, or with what a round has thrown. */
  readonly ended: Promise<never>;
}

export const PACE: Pace = { quiet: 120, longest: 1_000, sweep: 5_000 };

/**
 * Watches everything a configuration depends on, and has a round made for every change of content. Returns at once.
 * @param request what to watch
 */
export function startWatching(request: WatchRequest): Watching {
  const { quiet, longest, sweep } = request.pace ?? PACE;
  const bell = makeBell({ quiet, longest });
  let forced = true;
  const rebuild = (): void => {
    forced = true;
    bell.ring();
  };
  const ended = run({
    ...request,
    ring: bell.ring,
    sweep,
    next: async () => {
      await bell.wait(request.signal);
      const asked = forced;
      forced = false;
      return asked;
    },
  });
  rebuild();
  return { rebuild, ended };
}

interface Running extends WatchRequest {
  readonly ring: () => void;
  readonly sweep: number;
  /** Waits for the next nudge; tells whether a round was asked for. */
  readonly next: () => Promise<boolean>;
}

async function run(running: Running): Promise<never> {
  const eyes = makeEyes(running);
  try {
    let { first: watched } = running;
    let seen: Fingerprint = new Map();
    let settled = true;
    for (;;) {
      const asked = await running.next();
      await eyes.look(watched);
      const now = await fingerprintOf(watched);
      const changed = differences(seen, now);
      if (changed.length === 0 && settled && !asked) continue;
      const began = Date.now();
      const round = await running.round(changed);
      ({ watched, settled } = round);
      await eyes.look(watched);
      const after = await fingerprintOf(watched);
      const missed = await changedMeanwhile({ watched, now, after, began });
      seen = new Map([...after].filter(([name]) => !missed.includes(name)));
      if (missed.length > 0) running.ring();
    }
  } finally {
    await eyes.close();
  }
}
