import { describe, expect, it } from 'vitest';
import { filesBelow } from './files.ts';
import { machinePaths, overBudget, promises, registryHosts } from './house.ts';

const all = filesBelow();
const lines = (count: number) => 'x\n'.repeat(count);

describe('every file', () => {
  it('is read at all', () => {
    expect(all.map(({ path }) => path)).toContain('package.json');
  });
  it.each([
    ['stays within the budget of its place', overBudget],
    ['promises nothing', promises],
    ['names no package registry', registryHosts],
    ['names no path of one machine', machinePaths],
  ])('%s', (_, check) => {
    expect(all.flatMap(check)).toEqual([]);
  });
});

describe('the lock file', () => {
  it('records no download addresses', () => {
    expect(all.find(({ path }) => path === 'package-lock.json')?.text).not.toContain('"resolved"');
  });
});

describe('the checks themselves', () => {
  it.each([
    ['src/a/b.ts', 400],
    ['lua/gatewayc/core/a.lua', 300],
    ['templates/http.hbs', 80],
    ['schemas/limiter/token-bucket.json', 80],
  ])('refuse %s of more than %i lines', (path, most) => {
    expect(overBudget({ path, text: lines(most) })).toEqual([]);
    expect(overBudget({ path, text: lines(most + 1) })).toEqual([
      `${path}: ${most + 1} lines, at most ${most}; split it by what it does`,
    ]);
  });
  it('let generated files be as long as they are', () => {
    const head = '// Generated from the folders by `npm run generate`; do not edit.\n';
    expect(overBudget({ path: 'src/features/registry.ts', text: head + lines(500) })).toEqual([]);
    expect(overBudget({ path: 'src/features/registry.ts', text: lines(500) + head })).toHaveLength(1);
    expect(overBudget({ path: 'schemas/gateway.schema.json', text: lines(5000) })).toEqual([]);
  });
  it.each(['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX'])('refuse the promise %s', (word) => {
    expect(promises({ path: 'a.ts', text: `a\n// ${word}: later\n` })).toHaveLength(1);
    expect(promises({ path: 'a.sh', text: `mktemp ${word}AA` })).toEqual([]);
  });
  it.each([
    ['https://deb', 'debian', 'org/debian'],
    ['registry', 'npmjs', 'org'],
    ['https://mirror', 'example/x'],
  ])('refuse the registry %s.%s', (...labels) => {
    const host = labels.join('.');
    expect(registryHosts({ path: 'a', text: `x\n\n${host}` })).toEqual([
      expect.stringMatching(/^a:3: .* names a package registry$/),
    ]);
  });
  it('refuse a path of one machine', () => {
    expect(machinePaths({ path: 'a', text: ['', 'work', 'main', 'x'].join('/') })).toHaveLength(1);
  });
});
