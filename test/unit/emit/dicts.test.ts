import { describe, expect, it } from 'vitest';
import { flightDict } from '../../../src/emit/dicts.ts';
import { lower } from '../../../src/lower/lower.ts';
import { optimise } from '../../../src/passes/optimise.ts';
import { gatewayDocument, type PlainNode } from '../../oracle/document.ts';

const MiB = 1024 ** 2;

const dict = (algorithm: string, nodes: readonly PlainNode[]): number | undefined =>
  flightDict(
    optimise(
      lower(
        gatewayDocument({
          routes: [{ service_id: 's0' }],
          services: [{ nodes, load_balancer: { at: [], algorithm, options: {} } }],
        }),
        { flavor: 'openresty' },
      ),
    ),
  );

const many = (count: number, host: (n: number) => string): PlainNode[] =>
  Array.from({ length: count }, (_, n) => ({ id: `n${n}`, host: host(n) }));

describe('the dictionary of requests in flight', () => {
  it.each([
    'round-robin',
    'weighted-round-robin',
    'random',
    'ip-hash',
    'consistent-hash',
    'p2c',
    'least-time',
  ])('is not there for %s, which counts nothing over all workers (D20)', (algorithm) => {
    expect(dict(algorithm, [{ id: 'a' }, { id: 'b' }])).toBeUndefined();
  });

  it('holds a count for every process at every node, of which a name may have ten', () => {
    expect(dict('least-connections', [{ id: 'a' }, { id: 'b' }])).toBe(MiB);
    expect(
      dict(
        'least-connections',
        many(1000, (n) => `10.0.${n >> 8}.${n & 255}`),
      ),
    ).toBe(16 * MiB);
    expect(
      dict(
        'least-connections',
        many(1000, (n) => `n${n}.test`),
      ),
    ).toBe(64 * MiB);
  });
});
