import type { Control } from '../../../src/deploy/control.ts';
import type { Host } from '../../../src/deploy/host.ts';
import { currentGeneration, type Layout } from '../../../src/deploy/layout.ts';

/** A host whose signals go nowhere. */
export const fakeHost = (): Host => ({ pid: process.pid, searchPath: '', kill: () => undefined });

/** An invented nginx. `refuses`: generations it does not take, as when a port is taken. `silent`: generations whose workers fail to report. */
export interface FakeNginx {
  running: boolean;
  /** What its workers serve. */
  generation: string | undefined;
  readonly refuses: Set<string>;
  readonly silent: Set<string>;
  /** Everything that was done to it. */
  readonly calls: string[];
}

/** An nginx that is not running. */
export const fakeNginx = (): FakeNginx => ({
  running: false,
  generation: undefined,
  refuses: new Set(),
  silent: new Set(),
  calls: [],
});

/**
 * What a deployment does to an invented nginx. The nginx reads `current` when it is told to, as the real one does.
 * @param nginx its state, kept between deployments
 * @param log where it writes why it refuses
 */
export function fakeControl(
  nginx: FakeNginx,
  log: { path: string; write: (line: string) => void },
): (layout: Layout) => Control {
  let pid = 1000;
  return (layout) => {
    const take = async (): Promise<boolean> => {
      const generation = await currentGeneration(layout);
      if (generation === undefined || nginx.refuses.has(generation)) {
        log.write('2026/01/02 03:04:05 [emerg] 7#7: still could not bind()');
        return false;
      }
      pid += 10;
      nginx.generation = generation;
      return true;
    };
    return {
      find: async () => (nginx.running ? { kind: 'running', pid: 7 } : { kind: 'none' }),
      start: async () => {
        nginx.calls.push('start');
        nginx.running = await take();
        return nginx.running;
      },
      reload: () => {
        nginx.calls.push('reload');
        void take();
      },
      stop: () => {
        nginx.calls.push('stop');
        nginx.running = false;
      },
      workers: async () => {
        const generation =
          nginx.generation !== undefined && nginx.silent.has(nginx.generation) ? undefined : nginx.generation;
        return nginx.running ? [pid, pid + 1].map((worker) => ({ pid: worker, generation })) : [];
      },
      forget: async () => undefined,
      logs: async () => [log.path],
    };
  };
}
