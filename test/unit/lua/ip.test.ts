// core/ip.lua: addresses and networks (S13).
import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex, withRequest } from './request.ts';

const parse = (texts: readonly string[]) =>
  withRequest<{ bytes?: string; text?: string }[]>(
    `local ip, out = require "gatewayc.core.ip", {}
     for i, text in ipairs(input) do
       local address = ip.parse(text)
       out[i] = { bytes = hex(address), text = address and ip.format(address), read = true }
     end
     return out`,
    { input: texts },
  );

const within = (network: string, addresses: readonly string[]) =>
  withRequest<boolean[] | 'no network'>(
    `local ip, out = require "gatewayc.core.ip", {}
     local holds = ip.network(input.network)
     if not holds then return "no network" end
     for i, text in ipairs(input.addresses) do out[i] = holds(ip.parse(text)) end
     return out`,
    { input: { network, addresses } },
  );

describe('ip.parse and ip.format', () => {
  it.each([
    ['10.0.0.1', '0a000001', '10.0.0.1'],
    ['255.255.255.255', 'ffffffff', '255.255.255.255'],
    ['::', '00000000000000000000000000000000', '::'],
    ['::1', '00000000000000000000000000000001', '::1'],
    ['2001:DB8:0:0:1:0:0:1', '20010db8000000000001000000000001', '2001:db8::1:0:0:1'],
    ['1:2:3:4:5:6:7:8', '00010002000300040005000600070008', '1:2:3:4:5:6:7:8'],
    ['1:0:3:4:5:6:7:8', '00010000000300040005000600070008', '1:0:3:4:5:6:7:8'],
    ['fe80::', 'fe800000000000000000000000000000', 'fe80::'],
    ['64:ff9b::192.0.2.33', '0064ff9b0000000000000000c0000221', '64:ff9b::c000:221'],
    ['1:2:3:4:5:6:7::', '00010002000300040005000600070000', '1:2:3:4:5:6:7:0'],
  ])('reads %s', async (text, bytes, formatted) => {
    expect(await parse([text])).toEqual([{ bytes, text: formatted, read: true }]);
  });

  it.each(['::ffff:10.1.2.3', '::FFFF:0a01:0203', '0:0:0:0:0:ffff:10.1.2.3'])(
    'reads %s as IPv4 (S13)',
    async (text) => {
      expect(await parse([text])).toEqual([{ bytes: '0a010203', text: '10.1.2.3', read: true }]);
    },
  );

  it('refuses what is no address', async () => {
    const texts = [
      '', 'a', 'localhost', '1.2.3', '1.2.3.4.5', '1.2.3.256', '01.2.3.4', '1.2.3.04', '1.2.3.-4', '0x1.2.3.4',
      ' 1.2.3.4', '1.2.3.4 ', '1.2.3.4\n', '1', '::1::', '1::2::3', ':::', ':1::', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9',
      '1:2:3:4:5:6:7:8::', ':1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8:', '12345::', 'g::', '0x1::', '-1::', '::1.2.3',
      '1.2.3.4::', '::1.2.3.4:1', '1:2:3:4:5:6:7:1.2.3.4', '[::1]', '::1%eth0', '::ffff:1.2.3.256', '::00001',
    ]; // biome-ignore format: a list to read
    expect((await parse(texts)).map(({ text }) => text ?? 'refused')).toEqual(texts.map(() => 'refused'));
  });

  it('agrees with Node on what is an address', async () => {
    const piece = fc.constantFrom('1', '0', 'ff', 'ffff', ':', '::', ':', '.', '1.2.3.4', '00', '10');
    const texts = fc.sample(
      fc.array(piece, { minLength: 3, maxLength: 15 }).map((pieces) => pieces.join('')),
      { numRuns: 4000, seed: 7 },
    );
    const valid = fc.sample(fc.oneof(fc.ipV4(), fc.ipV6()), { numRuns: 1000, seed: 7 });
    const all = [...texts, ...valid];
    const read = await parse(all);
    const differing = all.filter((text, i) => (read[i]?.bytes !== undefined) !== isIP(text) > 0);
    expect(differing).toEqual([]);
    const formatted = await parse(read.flatMap(({ text }) => (text === undefined ? [] : [text])));
    expect(formatted.map(({ bytes }) => bytes)).toEqual(read.flatMap(({ bytes }) => bytes ?? []));
  });

  it('gives binary addresses of nginx their canonical length (S13)', async () => {
    const mapped = `${'00'.repeat(10)}ffff0a010203`;
    const own = toHex('\x20\x01') + '00'.repeat(14);
    const script = `local ip, out = require "gatewayc.core.ip", {}
      for i, text in ipairs(input) do out[i] = hex(ip.canonical(bytes(text))) end
      return out`;
    expect(await withRequest(script, { input: [mapped, '0a010203', own] })).toEqual([
      '0a010203',
      '0a010203',
      own,
    ]);
  });
});

describe('ip.network', () => {
  it.each([
    [
      '10.0.0.0/8',
      ['10.0.0.0', '10.255.255.255', '::ffff:10.1.1.1'],
      ['11.0.0.0', '9.255.255.255', '::a00:1'],
    ],
    ['10.1.2.3/8', ['10.200.0.1'], ['11.1.2.3']],
    ['192.168.4.0/22', ['192.168.4.0', '192.168.7.255'], ['192.168.8.0', '192.168.3.255']],
    ['10.0.0.1/32', ['10.0.0.1'], ['10.0.0.0']],
    ['10.0.0.1', ['10.0.0.1'], ['10.0.0.2']],
    ['0.0.0.0/0', ['0.0.0.0', '255.255.255.255'], ['::', '2001:db8::1']],
    ['::/0', ['::', '2001:db8::1'], ['10.0.0.1', '::ffff:10.0.0.1']],
    ['2001:db8::/33', ['2001:db8::1', '2001:db8:7fff::'], ['2001:db8:8000::', '2001:db9::']],
    ['2001:db8::1', ['2001:db8::1'], ['2001:db8::2']],
    ['::ffff:10.0.0.0/104', ['10.0.0.1', '::ffff:10.9.9.9'], ['11.0.0.1', '::1']],
    ['::ffff:0:0/96', ['10.0.0.1'], ['::1']],
  ])('%s holds %j and not %j (S13)', async (network, inside, outside) => {
    expect(await within(network, inside)).toEqual(inside.map(() => true));
    expect(await within(network, outside)).toEqual(outside.map(() => false));
  });

  it.each([
    '10.0.0.0/33',
    '::/129',
    '10.0.0.0/',
    '10.0.0.0/-1',
    '10.0.0.0/8/8',
    '/8',
    'a/8',
    '',
    '::ffff:10.0.0.0/95',
  ])('refuses %s', async (network) => {
    expect(await within(network, [])).toBe('no network');
  });
});
