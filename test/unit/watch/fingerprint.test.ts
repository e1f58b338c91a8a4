import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reachOf } from '../../../src/input/include.ts';
import { differences, fingerprintOf } from '../../../src/watch/fingerprint.ts';
import { placesOf } from '../../../src/watch/places.ts';
import { together } from '../../../src/watch/watched.ts';
import { scratchDirectory } from '../deploy/scratch.ts';

const scratch = scratchDirectory();
const at = (...names: string[]): string => join(scratch(), ...names);

describe('a fingerprint', () => {
  it('is of content alone, and tells missing files from empty ones (M219)', async () => {
    const watched = { files: [at('a'), at('b')], patterns: [{ directory: at(), pattern: '*.yaml' }] };
    const none = await fingerprintOf(watched);
    writeFileSync(at('a'), '');
    const empty = await fingerprintOf(watched);
    expect(differences(none, empty)).toEqual([at('a')]);
    writeFileSync(at('a'), '');
    expect(differences(empty, await fingerprintOf(watched))).toEqual([]);
    writeFileSync(at('c.yaml'), '');
    expect(differences(empty, await fingerprintOf(watched))).toEqual([at('*.yaml')]);
  });
});

describe('the places to look at', () => {
  it('are the directory of a file, the one above, and every link on the way', async () => {
    mkdirSync(at('etc/..1'), { recursive: true });
    writeFileSync(at('etc/..1/a.yaml'), '');
    symlinkSync('..1', at('etc/..data'));
    symlinkSync('..data/a.yaml', at('etc/a.yaml'));
    const { directories, names } = await placesOf({ files: [at('etc/a.yaml')], patterns: [] });
    expect([...directories.keys()].sort()).toEqual([at(), at('etc'), at('etc/..1')].sort());
    for (const name of ['etc', 'etc/a.yaml', 'etc/..data', 'etc/..1/a.yaml'])
      expect(names).toContain(at(name));
  });
  it('are the nearest directory there is for a file that is missing', async () => {
    const { directories, names } = await placesOf({ files: [at('x/y/a.yaml')], patterns: [] });
    expect(directories.has(at())).toBe(true);
    expect(names).toContain(at('x'));
  });
  it('end with a circle of links', async () => {
    symlinkSync('b', at('a'));
    symlinkSync('a', at('b'));
    const { names } = await placesOf({ files: [at('a')], patterns: [] });
    expect([at('a'), at('b')].every((name) => names.has(name))).toBe(true);
  });
});

describe('the reach of a pattern', () => {
  it.each([
    ['conf.d/*.yaml', 'conf.d', 0],
    ['*.yaml', '.', 0],
    ['a/b/*/c.yaml', 'a/b', 1],
    ['a/**/*.yaml', 'a', Number.POSITIVE_INFINITY],
    ['/etc/gw/*.yaml', '/etc/gw', 0],
    ['../{a,b}/x.yaml', '..', 1],
  ])('of %s is %s and %d levels below', (pattern, base, levels) => {
    expect(reachOf(pattern)).toEqual({ base, levels });
  });
});

describe('two dependencies together', () => {
  it('name everything once', () => {
    const pattern = { directory: '/a', pattern: '*.yaml' };
    expect(
      together(
        { files: ['/a/x', '/a/y'], patterns: [pattern] },
        { files: ['/a/y', '/a/z'], patterns: [{ ...pattern }, { directory: '/b', pattern: '*.yaml' }] },
      ),
    ).toEqual({
      files: ['/a/x', '/a/y', '/a/z'],
      patterns: [pattern, { directory: '/b', pattern: '*.yaml' }],
    });
  });
});
