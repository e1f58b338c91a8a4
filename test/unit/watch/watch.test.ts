import { mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Mode } from '../../../src/watch/notice.ts';
import { type Pace, startWatching, type Watching } from '../../../src/watch/watch.ts';
import type { Watched } from '../../../src/watch/watched.ts';
import { scratchDirectory } from '../deploy/scratch.ts';
import { type Collector, collector } from './collector.ts';

const scratch = scratchDirectory();
/** The sweep comes too late to help. */
const QUICK: Pace = { quiet: 10, longest: 200, sweep: 3_600_000 };
let stop = new AbortController();
let ended: Promise<unknown> = Promise.resolve();
beforeEach(() => {
  stop = new AbortController();
});
afterEach(async () => {
  stop.abort();
  await ended;
});

const at = (...names: string[]): string => join(scratch(), ...names);
const write = (name: string, text: string): void => writeFileSync(at(name), text);
const files = (...names: string[]): Watched => ({ files: names.map((name) => at(name)), patterns: [] });

/** Starts, and waits for the round that is made at the start. */
async function begin(
  rounds: Collector,
  watched: Watched,
  more: { mode?: Mode; pace?: Pace } = {},
): Promise<Watching> {
  const watching = startWatching({
    first: watched,
    round: rounds.round,
    mode: 'notify',
    signal: stop.signal,
    trouble: (problem) => expect.fail(problem),
    pace: QUICK,
    ...more,
  });
  ended = watching.ended.catch(() => undefined);
  await rounds.reach(1);
  // Once it waits, it has looked at everything that may have changed meanwhile.
  await pause(60);
  return watching;
}

const SAVES: readonly (readonly [string, () => void])[] = [
  ['in place', () => write('a.yaml', 'two')],
  [
    'renamed over',
    () => {
      write('.a.swp', 'two');
      renameSync(at('.a.swp'), at('a.yaml'));
    },
  ],
  [
    'a backup first',
    () => {
      renameSync(at('a.yaml'), at('a.yaml~'));
      write('a.yaml', 'two');
      rmSync(at('a.yaml~'));
    },
  ],
  ['removed', () => rmSync(at('a.yaml'))],
  [
    'its directory replaced',
    () => {
      mkdirSync(at('../fresh'));
      writeFileSync(at('../fresh/a.yaml'), 'two');
      renameSync(at(), at('../old'));
      renameSync(at('../fresh'), at());
      rmSync(at('../old'), { recursive: true });
    },
  ],
];

describe.each<Mode>(['notify', 'poll'])('saves, noticed by %s', (mode) => {
  it.each(SAVES)('%s (M218)', async (_, save) => {
    write('a.yaml', 'one');
    const rounds = collector(() => files('a.yaml'));
    await begin(rounds, files('a.yaml'), { mode });
    save();
    await rounds.reach(2);
    expect(rounds.rounds[1]).toEqual([at('a.yaml')]);
  });
  it('a link in the middle of the way that is turned (M218)', async () => {
    for (const version of ['one', 'two']) {
      mkdirSync(at(version));
      write(`${version}/a.yaml`, version);
    }
    symlinkSync('one', at('data'));
    symlinkSync('data/a.yaml', at('a.yaml'));
    const rounds = collector(() => files('a.yaml'));
    await begin(rounds, files('a.yaml'), { mode });
    symlinkSync('two', at('tmp'));
    renameSync(at('tmp'), at('data'));
    await rounds.reach(2);
    write('two/a.yaml', 'three');
    await rounds.reach(3);
  });
  it('a file and directories that are not there yet', async () => {
    const rounds = collector(() => files('x/y/a.yaml'));
    await begin(rounds, files('x/y/a.yaml'), { mode });
    mkdirSync(at('x'));
    await pause(60);
    mkdirSync(at('x/y'));
    await pause(60);
    write('x/y/a.yaml', 'one');
    await rounds.reach(2);
  });
  it('a file that comes to match a pattern, at any depth', async () => {
    const watched: Watched = {
      files: [at('a.yaml')],
      patterns: [{ directory: at(), pattern: 'parts/**/*.yaml' }],
    };
    write('a.yaml', 'one');
    mkdirSync(at('parts/deep'), { recursive: true });
    const rounds = collector(() => watched);
    await begin(rounds, watched, { mode });
    write('parts/deep/b.yaml', 'new');
    await rounds.reach(2);
    mkdirSync(at('parts/deeper/still'), { recursive: true });
    await pause(60);
    write('parts/deeper/still/c.yaml', 'new');
    await rounds.reach(3);
    expect(rounds.rounds[2]).toEqual([`${at()}/parts/**/*.yaml`]);
  });
});

describe('a round', () => {
  it('is not made when the content is the same (M219)', async () => {
    write('a.yaml', 'one');
    const rounds = collector(() => files('a.yaml'));
    await begin(rounds, files('a.yaml'));
    write('a.yaml', 'one');
    utimesSync(at('a.yaml'), new Date(), new Date(0));
    write('b.yaml', 'not ours');
    await pause(60);
    write('a.yaml', 'two');
    await rounds.reach(2);
    expect(rounds.rounds).toHaveLength(2);
  });
  it('is made at the next save, changed or not, when the last one did not settle', async () => {
    write('a.yaml', 'one');
    const rounds = collector((count) => ({ watched: files('a.yaml'), settled: count > 1 }));
    await begin(rounds, files('a.yaml'));
    write('a.yaml', 'one');
    await rounds.reach(2);
    expect(rounds.rounds[1]).toEqual([]);
  });
  it('is made when somebody asks for it', async () => {
    write('a.yaml', 'one');
    const rounds = collector(() => files('a.yaml'));
    const watching = await begin(rounds, files('a.yaml'));
    watching.rebuild();
    await rounds.reach(2);
    expect(rounds.rounds[1]).toEqual([]);
  });
  it('is one at a time, and what was saved meanwhile is one more, of the newest content', async () => {
    write('a.yaml', '0');
    let running = 0;
    const seen: number[] = [];
    const rounds = collector(async (count) => {
      running += 1;
      seen.push(running);
      if (count === 2) for (let i = 1; i <= 20; i++) write('a.yaml', `${count}-${i}`);
      await pause(20);
      running -= 1;
      return files('a.yaml');
    });
    await begin(rounds, files('a.yaml'));
    write('a.yaml', '1');
    await rounds.reach(3);
    await pause(100);
    expect(rounds.rounds).toHaveLength(3);
    expect(new Set(seen)).toEqual(new Set([1]));
  });
  it('comes also when saving never stops', async () => {
    write('a.yaml', '0');
    const rounds = collector(() => files('a.yaml'));
    await begin(rounds, files('a.yaml'), { pace: { ...QUICK, quiet: 50, longest: 150 } });
    let i = 0;
    const busy = setInterval(() => write('a.yaml', String(i++)), 5);
    await rounds.reach(3);
    clearInterval(busy);
  });
  it('that names a new file has that one watched, and is repeated when the file is newer than itself', async () => {
    write('a.yaml', 'one');
    const rounds = collector((count) => {
      if (count === 2) write('b.yaml', 'just written');
      return count === 1 ? files('a.yaml') : files('a.yaml', 'b.yaml');
    });
    await begin(rounds, files('a.yaml'));
    write('a.yaml', 'two');
    await rounds.reach(3);
    expect(rounds.rounds[2]).toEqual([at('b.yaml')]);
    await pause(60);
    write('b.yaml', 'again');
    await rounds.reach(4);
  });
  it('that throws ends the watching with its error', async () => {
    write('a.yaml', 'one');
    const watching = startWatching({
      first: files('a.yaml'),
      round: async () => {
        throw new Error('stopped by SIGINT');
      },
      mode: 'notify',
      signal: stop.signal,
      trouble: () => undefined,
      pace: QUICK,
    });
    await expect(watching.ended).rejects.toThrow('stopped by SIGINT');
  });
  it('is not made after the end, whose reason is the one of the signal', async () => {
    write('a.yaml', 'one');
    const rounds = collector(() => files('a.yaml'));
    const watching = await begin(rounds, files('a.yaml'));
    stop.abort(new Error('enough'));
    await expect(watching.ended).rejects.toThrow('enough');
    write('a.yaml', 'two');
    await pause(60);
    expect(rounds.rounds).toHaveLength(1);
  });
});

describe('a thousand saves in a row', () => {
  it('leave no memory, handle or listener behind (M218)', async () => {
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    write('a.yaml', 'one');
    const rounds = collector(() => files('a.yaml'));
    await begin(rounds, files('a.yaml'), { pace: { quiet: 0, longest: 10, sweep: 3_600_000 } });
    const save = async (from: number, to: number): Promise<void> => {
      for (let i = from; i < to; i++) {
        const next = rounds.rounds.length + 1;
        if (i % 2 === 0) write('a.yaml', `save ${i}`);
        else {
          write('.swp', `save ${i}`);
          renameSync(at('.swp'), at('a.yaml'));
        }
        await rounds.reach(next);
      }
    };
    const measure = () => {
      collect();
      const handles = process.getActiveResourcesInfo().filter((kind) => kind === 'FSEventWrap');
      return { heap: process.memoryUsage().heapUsed, handles: handles.length };
    };
    await save(0, 100);
    const before = measure();
    await save(100, 1_100);
    const after = measure();
    expect(rounds.rounds.length).toBeGreaterThan(1_100);
    expect(after.handles).toBeLessThanOrEqual(before.handles + 1);
    expect(after.heap - before.heap).toBeLessThan(2_000_000);
  }, 60_000);
});
