import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Strict reading: no octal, hexadecimal or shortened IPv4, no zone; an IPv4 address in IPv6 clothes is the IPv4 address (S13). */
function read(text: string): Address | undefined {
  if (text.includes('%')) return undefined;
  // The library answers by throwing, which costs host names 30 times what reading an address does.
  if (/^[\d.]+$/.test(text))
    return ipaddr.IPv4.isValidFourPartDecimal(text) ? ipaddr.IPv4.parse(text) : undefined;
  if (!text.includes(':') || !ipaddr.IPv6.isValid(text)) return undefined;
  const address = ipaddr.IPv6.parse(text);
  return address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
}

const write = (address: Address): string =>
  address instanceof ipaddr.IPv6 ? address.toRFC5952String() : address.toString();

/**
 * Reads an IP address.
 * @param text an IPv4 or IPv6 address without brackets, zone or port
 * @returns its canonical text (RFC 5952; `::ffff:1.2.3.4` is `1.2.3.4`, S13); undefined when it is no address
 */
export function parseAddress(text: string): string | undefined {
  const address = read(text);
  return address && write(address);
}

/**
 * Reads a CIDR block; a bare address is the block of that one address.
 * @param text for example `10.0.0.0/8`; bits behind the prefix are cleared
 * @returns its canonical text, for example `10.0.0.0/8`; undefined when it is no block
 */
export function parseCidr(text: string): string | undefined {
  const [head, tail, ...more] = text.split('/');
  const address = read(head as string);
  if (!address || more.length > 0) return undefined;
  const width = address.kind() === 'ipv4' ? 32 : 128;
  if (tail === undefined) return `${write(address)}/${width}`;
  if (!/^\d{1,3}$/.test(tail)) return undefined;
  const bits = Number(tail) - (width === 32 && (head as string).includes(':') ? 96 : 0);
  if (bits < 0 || bits > width) return undefined;
  return `${write(masked(address, bits))}/${bits}`;
}

function masked(address: Address, bits: number): Address {
  const octets = address.toByteArray().map((octet, i) => {
    const kept = Math.min(8, Math.max(0, bits - i * 8));
    return octet & (0xff << (8 - kept)) & 0xff;
  });
  return ipaddr.fromByteArray(octets);
}
