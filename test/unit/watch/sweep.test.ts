import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { startWatching } from '../../../src/watch/watch.ts';
import { scratchDirectory } from '../deploy/scratch.ts';
import { collector } from './collector.ts';

// A file system that never tells of a change.
vi.mock('../../../src/watch/notice.ts', () => ({ notice: async () => async () => undefined }));

const scratch = scratchDirectory();

describe('where the system tells nothing', () => {
  it('a change is seen at the next sweep, and none is seen twice (M219)', async () => {
    const file = join(scratch(), 'a.yaml');
    const watched = { files: [file], patterns: [{ directory: scratch(), pattern: 'parts-*.yaml' }] };
    writeFileSync(file, 'one');
    const rounds = collector(() => watched);
    const stop = new AbortController();
    const { ended } = startWatching({
      first: watched,
      round: rounds.round,
      mode: 'notify',
      signal: stop.signal,
      trouble: (problem) => expect.fail(problem),
      pace: { quiet: 1, longest: 10, sweep: 5 },
    });
    await rounds.reach(1);
    writeFileSync(file, 'two');
    await rounds.reach(2);
    writeFileSync(join(scratch(), 'parts-1.yaml'), 'new');
    await rounds.reach(3);
    stop.abort(new Error('enough'));
    await expect(ended).rejects.toThrow('enough');
    expect(rounds.rounds).toHaveLength(3);
  });
});
