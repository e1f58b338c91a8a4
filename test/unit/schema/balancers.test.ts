import { describe, expect, it } from 'vitest';
import { problems, read } from './read.ts';

const text = (balancer: string): string =>
  `services: [{id: s, nodes: [{address: a:1}], load_balancer: {${balancer}}}]`;
const balancer = async (written: string): Promise<unknown> => {
  const { document, diagnostics } = await read(text(written));
  expect(diagnostics).toEqual([]);
  return document?.services[0]?.load_balancer;
};

describe('balancers', () => {
  it.each([
    ['ip_hash', 'ip-hash'],
    ['IP-Hash', 'ip-hash'],
    ['least_connections', 'least-connections'],
    ['least-conn', 'least-connections'],
    ['Least_Conn', 'least-connections'],
    ['P2C', 'p2c'],
    ['ewma', 'p2c'],
    ['least_time', 'least-time'],
  ])('take %s for %s (M058, M148, M149, D10)', async (written, algorithm) => {
    expect(await balancer(`algorithm: ${written}`)).toMatchObject({ algorithm, options: {} });
  });

  it('fill in the options of the consistent hash (M058, M169)', async () => {
    const defaults = { hash_on: 'ip', ring: 'ketama', replicas: 160 };
    expect(await balancer('algorithm: consistent-hash')).toMatchObject({
      algorithm: 'consistent-hash',
      options: defaults,
    });
    expect(
      await balancer(
        'algorithm: consistent_hash, hash_on: Header, header: X-User, ring: CRC32, replicas: 100',
      ),
    ).toMatchObject({ options: { hash_on: 'header', header: 'X-User', ring: 'crc32', replicas: 100 } });
  });

  it.each([
    ['algorithm: leest_conn', /^GW1103 .*did you mean "least-conn/],
    ['algorithm: consistent_hash, hash_on: cokie', /^GW1103 .*did you mean "cookie"\?/],
    ['algorithm: consistent_hash, ring: maglev', /^GW1103 .*the values are ketama or crc32/],
    ['algorithm: consistent_hash, replicas: 0', /^GW1109 .*at least 1/],
    ['algorithm: consistent_hash, hash_on: header, header: "X User"', /^GW1110 .*a header name/],
    ['algorithm: consistent_hash, hash_on: header, heeder: X-User', /^GW1101 .*did you mean `header`\?/],
  ])('refuse %s', async (written, expected) => {
    expect(await problems(text(written))).toEqual([expect.stringMatching(expected)]);
  });

  it.each(['round_robin', 'ip_hash', 'least_conn', 'random'])(
    'refuse options of another algorithm, and say whose they are: %s',
    async (algorithm) => {
      expect(await problems(text(`algorithm: ${algorithm}, hash_on: ip`))).toEqual([
        expect.stringMatching(
          /^GW1101 .*unknown key `hash_on` .* it belongs to the algorithm `consistent-hash`$/,
        ),
      ]);
    },
  );

  it.each(['sticky: {cookie: a}', 'slow_start: 30s', 'zone_aware: true'])('refuse %s', async (key) => {
    expect(await problems(text(`algorithm: random, ${key}`))).toEqual([expect.stringMatching(/^GW1101 /)]);
  });
});
