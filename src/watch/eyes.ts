import { marksOf } from './fingerprint.ts';
import { type Mode, notice } from './notice.ts';
import { type Places, placesOf, samePlaces } from './places.ts';
import type { Watched } from './watched.ts';

/** What keeps looking at the files of a configuration. */
export interface Eyes {
  /** Looks at what a configuration depends on from now on; does nothing when that is looked at already. */
  look(watched: Watched): Promise<void>;
  close(): Promise<void>;
}

/** What eyes need. */
export interface EyesRequest {
  readonly mode: Mode;
  /** Called when something may have changed. */
  readonly ring: () => void;
  readonly trouble: (problem: string) => void;
  /** How often to look without having been told, in milliseconds. */
  readonly sweep: number;
}

/**
 * Makes eyes that look at nothing yet.
 * @param request how to look, and whom to tell
 */
export function makeEyes(request: EyesRequest): Eyes {
  const { mode, ring, trouble, sweep } = request;
  let places: Places | undefined;
  let shut = async (): Promise<void> => undefined;
  let paths: readonly string[] = [];
  let marks: string | undefined;
  let sweeping = false;
  const timer = setInterval(async () => {
    if (sweeping) return;
    sweeping = true;
    const [before, looked] = [marks, paths];
    const found = await marksOf(looked);
    sweeping = false;
    if (looked !== paths) return;
    marks = found;
    if (before !== undefined && before !== found) ring();
  }, sweep);
  return {
    look: async (watched) => {
      const wanted = await placesOf(watched);
      if (places !== undefined && samePlaces(places, wanted)) return;
      // The old ones first: a directory that was made anew would otherwise be watched through the one that is gone.
      await shut();
      places = wanted;
      shut = await notice({ places, mode, touched: ring, trouble });
      paths = [...watched.files, ...wanted.open];
      marks = undefined;
      marks = await marksOf(paths);
    },
    close: async () => {
      clearInterval(timer);
      await shut();
    },
  };
}
