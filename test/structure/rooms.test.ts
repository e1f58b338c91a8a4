import { describe, expect, it } from 'vitest';
import { FEATURES } from '../../src/features/registry.ts';
import { FAMILIES, type Feature } from '../../src/model/feature.ts';
import { normalName } from '../../src/schema/name.ts';
import { ROOT } from './files.ts';
import { namedFeatures, roomsOf } from './rooms.ts';

const all: readonly Feature[] = Object.values(FEATURES).flat();
const rooms = roomsOf(ROOT);

describe('the rooms of the features', () => {
  it('exist at all', () => {
    expect(rooms.descriptor).toContain('balancer/round-robin');
  });
  it.each(['lua', 'schema', 'tests'] as const)('agree: descriptors and %s', (room) => {
    expect(rooms[room]).toEqual(rooms.descriptor);
  });
  it.each(['registry', 'schema'] as const)('are all named in the %s', (place) => {
    expect([...namedFeatures(ROOT)[place]].sort()).toEqual(rooms.descriptor);
  });
  it('belong to families the model knows', () => {
    expect(Object.keys(FEATURES)).toEqual([...FAMILIES].sort());
    expect(all.map(({ family, name }) => `${family}/${name}`).sort()).toEqual(rooms.descriptor);
  });
});

describe.each(FAMILIES)('the names of the family %s', (family) => {
  const names = FEATURES[family].flatMap(({ name, aliases }) => [name, ...aliases]);
  it('are in kebab case', () => {
    for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
  });
  it('are different however they are spelt (D10)', () => {
    expect(new Set(names.map(normalName)).size).toBe(names.length);
  });
  it('come with a sentence for the reference', () => {
    for (const { summary } of FEATURES[family]) expect(summary).toMatch(/^[A-Z`].*\.$/);
  });
});
