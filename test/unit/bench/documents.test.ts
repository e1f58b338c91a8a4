import { describe, expect, it } from 'vitest';
import { gatewayYaml, makePaths, makeRoutes } from '../../../bench/documents.mjs';
import { everyday } from '../../../bench/rows/everyday.mjs';
import { quartiles } from '../../../bench/statistics.mjs';
import { check } from '../../../src/check/check.ts';
import { toDocument } from '../../../src/schema/to-document.ts';
import { pathMatches } from '../../oracle/path.ts';
import { loadText } from '../input/load-text.ts';

const shapes = (['resources', 'words'] as const).flatMap((style) =>
  (['exact', 'prefix', 'params', 'mixed'] as const).map((kind) => ({ style, kind, count: 300 })),
);

/** Codes of everything there is to say about a document. */
async function codes(yaml: string): Promise<readonly string[]> {
  const loaded = await loadText(yaml);
  const { document, diagnostics } = toDocument(loaded);
  const found = document ? check(document, loaded.locate) : [];
  return [...loaded.diagnostics, ...diagnostics, ...found].map(({ code, message }) => `${code} ${message}`);
}

describe('documents of the bench', () => {
  it.each(shapes)('$kind routes of $style are sound, and none hides another', async (shape) => {
    const at = { listen: '127.0.0.1:8080', metrics: '127.0.0.1:9090', upstream: '127.0.0.1:9' };
    expect(await codes(gatewayYaml({ ...at, routes: makeRoutes(shape) }))).toEqual([]);
  });
  it('use what documents of 200 routes use, without a finding', async () => {
    expect(await codes(everyday(200))).toEqual([]);
  });
  it.each(shapes)('$kind routes of $style are visited at paths they match', (shape) => {
    const wrong = makeRoutes(shape).filter(({ path, visit }) => !pathMatches(path, 'auto', visit()));
    expect(wrong).toEqual([]);
  });
  it.each(shapes)('$kind routes of $style are the same each time', (shape) => {
    const text = () => JSON.stringify([makeRoutes(shape), makePaths(makeRoutes(shape), 50)]);
    expect(text()).toBe(text());
  });
  it('are visited as a whole', () => {
    const routes = makeRoutes({ style: 'words', kind: 'exact', count: 300 });
    expect(new Set(makePaths(routes, 300))).toEqual(new Set(routes.map(({ path }) => path)));
  });
});

describe('quartiles', () => {
  it('fall between samples where they have to', () => {
    expect(quartiles([4, 1, 3, 2])).toEqual({ lower: 1.75, median: 2.5, upper: 3.25 });
    expect(quartiles([7])).toEqual({ lower: 7, median: 7, upper: 7 });
  });
});
