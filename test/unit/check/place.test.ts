import { describe, expect, it } from 'vitest';
import { check } from '../../../src/check/check.ts';
import { place } from '../../../src/check/place.ts';
import type { Locate } from '../../../src/diagnostics/locate.ts';
import { toPointer } from '../../../src/model/path.ts';
import { gatewayDocument } from '../../oracle/document.ts';

const position = { line: 1, column: 1, offset: 0 };

/** A file that has these nodes and no others; a missing one is found at its nearest ancestor. */
const having =
  (...written: readonly string[]): Locate =>
  (path) => {
    for (let end = path.length; end > 0; end--) {
      const pointer = toPointer(path.slice(0, end));
      if (written.includes(pointer)) return { file: pointer, start: position, end: position };
    }
    return { file: '', start: position, end: position };
  };

describe('the place of a finding', () => {
  it.each([
    [['/routes/0', '/routes/0/paths', '/routes/0/paths/1'], '/routes/0/paths/1'],
    [['/routes/0', '/routes/0/path', '/routes/0/path/1'], '/routes/0/path/1'],
    [['/routes/0', '/routes/0/path'], '/routes/0/path'],
    [['/routes/0'], '/routes/0'],
  ])('of a path is found among %j', (written, expected) => {
    expect(place(having(...written), ['routes', 0, 'paths', 1])?.file).toBe(expected);
  });

  it('has no label for a default, which stands nowhere', () => {
    const document = gatewayDocument({ routes: [{ path: '/health' }] });
    const [found] = check(document, having('/routes', '/routes/0', '/routes/0/path'));
    expect(found).toMatchObject({ code: 'GW2013', span: { file: '/routes/0/path' }, labels: [] });
  });
});
