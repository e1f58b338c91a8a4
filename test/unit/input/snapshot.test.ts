import { describe, expect, it } from 'vitest';
import { load } from '../../../src/input/load.ts';
import type { Snapshot } from '../../../src/input/snapshot.ts';

/** A snapshot of some files, and the names that were asked for. */
function snapshotOf(files: Readonly<Record<string, string>>): Snapshot & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    files: Object.keys(files),
    read: async (absolute) => {
      asked.push(absolute);
      const text = files[absolute];
      return text === undefined ? { kind: 'unreadable', problem: 'is not in it' } : { kind: 'text', text };
    },
  };
}

const from = (snapshot: Snapshot) =>
  load({ files: ['conf/gateway.yaml'], environment: {}, cwd: '/nowhere', snapshot });

describe('a snapshot', () => {
  it('is read instead of the disk, and its names are what includes match', async () => {
    const snapshot = snapshotOf({
      '/nowhere/conf/gateway.yaml': 'version: 1\ninclude: ["../routes/**/*.yaml", "one.yaml"]\n',
      '/nowhere/conf/one.yaml': 'a: 1\n',
      '/nowhere/routes/two.yaml': 'b: 2\n',
      '/nowhere/routes/deep/three.yaml': 'c: 3\n',
      '/nowhere/routes/deep/four.json': 'd: 4\n',
      '/elsewhere/five.yaml': 'e: 5\n',
    });
    const loaded = await from(snapshot);
    expect(loaded.diagnostics).toEqual([]);
    expect(loaded.value).toEqual({ version: 1, a: 1, b: 2, c: 3 });
    expect(loaded.locate(['c'])).toMatchObject({ file: 'routes/deep/three.yaml' });
    expect(snapshot.asked).toHaveLength(4);
  });
  it('has its own words for a file that is missing', async () => {
    const { diagnostics, value } = await from(snapshotOf({}));
    expect(value).toBeUndefined();
    expect(diagnostics).toMatchObject([{ code: 'GW1012', message: 'conf/gateway.yaml is not in it' }]);
  });
  it('does not match what only the disk has', async () => {
    const { diagnostics } = await from(
      snapshotOf({ '/nowhere/conf/gateway.yaml': 'version: 1\ninclude: ["/etc/*.conf"]\n' }),
    );
    expect(diagnostics).toMatchObject([{ code: 'GW1015' }]);
  });
});
