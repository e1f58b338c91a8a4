import { describe, expect, it } from 'vitest';
import { parseAddress, parseCidr } from '../../../src/model/address.ts';
import { expandMethods } from '../../../src/model/methods.ts';
import { parseOperator } from '../../../src/model/operator.ts';
import { rankOrder } from '../../../src/model/rank.ts';
import { parseTemplate } from '../../../src/model/template.ts';

describe('addresses', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['2001:DB8:0:0::1', '2001:db8::1'],
    ['10.1', undefined],
    ['010.0.0.1', undefined],
    ['0x7f.0.0.1', undefined],
    ['fe80::1%eth0', undefined],
    ['a.test', undefined],
    ['', undefined],
  ])('%s is %s (S13)', (text, canonical) => {
    expect(parseAddress(text)).toBe(canonical);
  });

  it.each([
    ['10.1.2.3/8', '10.0.0.0/8'],
    ['10.1.2.3', '10.1.2.3/32'],
    ['::1', '::1/128'],
    ['2001:db8:ffff::/33', '2001:db8:8000::/33'],
    ['::ffff:10.1.2.3/104', '10.0.0.0/8'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['::ffff:0:0/95', undefined],
    ['10.0.0.0/33', undefined],
    ['10.0.0.0/', undefined],
    ['10.0.0.0/8/8', undefined],
    ['10.0.0.0/-1', undefined],
  ])('the block %s is %s', (text, canonical) => {
    expect(parseCidr(text)).toBe(canonical);
  });
});

describe('operators', () => {
  it.each([
    ['equals', 'equals', false],
    ['==', 'equals', false],
    ['EQ', 'equals', false],
    ['!=', 'equals', true],
    ['not-equal', 'equals', true],
    ['prefix', 'starts_with', false],
    ['not_starts_with', 'starts_with', true],
    ['Suffix', 'ends_with', false],
    ['regex', 'matches', false],
    ['in-cidr', 'in_cidr', false],
    ['not_in_cidr', 'in_cidr', true],
    ['not_exists', 'exists', true],
  ])('%s is %s, negated: %s (D7)', (text, operator, negate) => {
    expect(parseOperator(text)).toEqual({ operator, negate });
  });

  it('has no other', () => {
    expect(['', 'like', 'not', 'constructor'].map(parseOperator)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('templates', () => {
  it('reads variables, captures and escapes (D32)', () => {
    expect(parseTemplate('a ${request_id}$${b}${path.id}${var:host}')).toEqual([
      { kind: 'text', text: 'a ' },
      { kind: 'variable', name: 'request_id' },
      { kind: 'text', text: '${b}' },
      { kind: 'capture', name: 'id' },
      { kind: 'variable', name: 'host' },
    ]);
  });
});

describe('rankOrder', () => {
  it('goes by priority, path, host, declaration (D23, D31)', () => {
    const pattern = { kind: 'exact', path: '/a' } as const;
    const glob = { kind: 'segments', segments: [], rest: true } as const;
    const item = (order: number, more: object = {}) => ({
      priority: 100,
      host: undefined,
      pattern,
      order,
      ...more,
    });
    const items = [
      item(0, { pattern: glob, priority: 1 }),
      item(1, { host: 'a.b.c' }),
      item(2, { host: '*.b.c' }),
      item(3, { host: '*.c' }),
      item(4),
      item(5),
      item(6, { pattern: glob }),
    ];
    expect(rankOrder([...items].reverse()).map(({ order }) => order)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });
});

describe('methods', () => {
  it('are upper case, once, and GET implies HEAD', () => {
    expect(expandMethods(['post', 'GET', 'get'])).toEqual(['GET', 'HEAD', 'POST']);
    expect(expandMethods([])).toEqual([]);
  });
});
