// The rings of the consistent hash against what others compute: the Go document's code, and libketama's points.
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { evalLua } from '../../../integration/lua/nginx.ts';

interface RingNode {
  readonly id: string;
  readonly ip: string;
  readonly port: number;
  readonly weight: number;
}

const KEYS = Array.from({ length: 2000 }, (_, i) => `key-${i * 7919}`);

const nodes = (weights: readonly number[]): RingNode[] =>
  weights.map((weight, i) => ({ id: `node-${i}`, ip: `10.0.${i}.1`, port: 8080 + i, weight }));

/** Indexes, from 0, that Lua finds for the keys. */
const found = (list: readonly RingNode[], options: object): Promise<number[]> =>
  evalLua(
    `local input = ...
     local balancer = require "gatewayc.balancer.consistent-hash"
     local state, out = balancer.new(input.nodes, {}, input.options), {}
     for i, key in ipairs(input.keys) do out[i] = balancer.find(state, key) - 1 end
     return out`,
    { input: { nodes: list, options, keys: KEYS } },
  );

/** `AddNode` and `Select` of the Go document (001, section 3.3), line by line. */
function goRing(endpoints: readonly string[], replicas: number): (key: string) => string {
  const circle = new Map<number, string>();
  const hashes: number[] = [];
  for (const endpoint of endpoints)
    for (let i = 0; i < replicas; i += 1) {
      const hash = crc32(`${endpoint}:${i}`);
      circle.set(hash, endpoint);
      hashes.push(hash);
    }
  hashes.sort((a, b) => a - b);
  return (key) => {
    const hash = crc32(key);
    return circle.get(hashes.find((one) => one >= hash) ?? (hashes[0] as number)) as string;
  };
}

describe('the crc32 ring', () => {
  it.each([1, 3, 100, 160])('is the one of the Go document with %i replicas (M169)', async (replicas) => {
    const list = nodes([100, 100, 100, 100]);
    const endpoints = list.map(({ ip, port }) => `${ip}:${port}`);
    const select = goRing(endpoints, replicas);
    expect(await found(list, { ring: 'crc32', replicas })).toEqual(
      KEYS.map((key) => endpoints.indexOf(select(key))),
    );
  });

  it('gives a point of two nodes to the later one, as the Go document does (M169)', async () => {
    const [one] = nodes([1]);
    const twins = [one, { ...one, id: 'other' }] as RingNode[];
    expect(new Set(await found(twins, { ring: 'crc32', replicas: 50 }))).toEqual(new Set([1]));
  });
});

describe('the ketama ring', () => {
  it.each([[[1, 1, 1]], [[3, 2, 1]], [[100, 150]]])(
    'has words of MD5 for points, by weight %j',
    async (weights) => {
      const word = (text: string, at: number): number =>
        createHash('md5')
          .update(text)
          .digest()
          .readUInt32LE(4 * at);
      const heaviest = Math.max(...weights);
      const points = weights.flatMap((weight, owner) =>
        Array.from({ length: Math.round((160 * weight) / heaviest) }, (_, number) => ({
          owner,
          hash: word(`node-${owner}-${Math.floor(number / 4)}`, number % 4),
        })),
      );
      points.sort((a, b) => a.hash - b.hash);
      const select = (key: string): number | undefined => {
        const wanted = word(key, 0);
        return (points.find(({ hash }) => hash >= wanted) ?? points[0])?.owner;
      };
      expect(await found(nodes(weights), { ring: 'ketama', replicas: 160 })).toEqual(KEYS.map(select));
    },
  );
});
