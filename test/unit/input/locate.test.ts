import { describe, expect, it } from 'vitest';
import type { NodePath } from '../../../src/model/path.ts';
import { loadText } from './load-text.ts';

const TEXT = `x-d: &d
  timeout: 5s
routes:
  - id: a
    hosts: [one, "two"]
    empty:
    <<: *d
  - *r
services:
  "404": {s: 1}
`;

describe('locate', async () => {
  const loaded = await loadText(TEXT.replace('  - *r\n', ''));
  const at = (path: NodePath, part?: 'key' | 'value'): string => {
    const span = loaded.locate(path, part);
    return `${span?.start.line}:${span?.start.column}-${span?.end.line}:${span?.end.column}`;
  };

  it('finds values and keys', () => {
    expect(loaded.diagnostics).toEqual([]);
    expect(at(['routes', 0, 'id'])).toBe('4:9-4:10');
    expect(at(['routes', 0, 'id'], 'key')).toBe('4:5-4:7');
    expect(at(['routes', 0, 'hosts', 1])).toBe('5:18-5:23');
  });

  it('points at the key of an empty value', () => {
    expect(at(['routes', 0, 'empty'])).toBe('6:5-6:10');
  });

  it('follows merge keys to where the value is written', () => {
    expect(at(['routes', 0, 'timeout'])).toBe('2:12-2:14');
  });

  it('takes a number for a key that looks like one', () => {
    expect(at(['services', 404, 's'])).toBe('9:14-9:15');
  });

  it('gives the nearest ancestor of what does not exist', () => {
    expect(at(['routes', 0, 'nothing', 'at', 'all'])).toBe('4:5-7:11');
    expect(at(['nothing'])).toBe('1:1-9:16');
    expect(at(['routes', 7])).toBe('4:3-7:11');
  });
});
