import { parseAddress } from '../model/address.ts';
import { asciiLower } from '../model/text.ts';

/** Why a text is no address: the end of a sentence, and the way out. */
export interface AddressProblem {
  readonly problem: string;
  readonly help: string;
}

/** Where to listen. An empty host is every IPv4 address; IPv6 addresses have no brackets. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** Where a node answers. IPv6 addresses have no brackets; without a port, the protocol's own is meant. */
export interface Endpoint {
  readonly scheme: 'http' | 'https' | undefined;
  readonly host: string;
  readonly port: number | undefined;
}

const LISTEN = /^(?:(\*|[^\s:[\]]*|\[[^[\]]+\]):)?(\d{1,5})$/;
const ENDPOINT = /^(?:([A-Za-z][A-Za-z0-9+.-]*):\/\/)?([^\s:[\]/?#@]+|\[[^[\]]+\])(?::(\d{1,5}))?(\/?)$/;
const LABEL = /^[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?$/;

const port = (text: string): number | undefined => {
  const number = Number(text);
  return number >= 1 && number <= 65_535 ? number : undefined;
};

const BAD_PORT = { problem: 'has no port from 1 to 65535', help: 'ports are numbers from 1 to 65535' };

/** The address in brackets, or the plain text. */
const inner = (host: string): string => (host.startsWith('[') ? host.slice(1, -1) : host);

/**
 * Reads where to listen: `8080`, `:8080`, `127.0.0.1:8080`, `[::]:8080`, `localhost:8080`.
 * @param text as written
 */
export function parseListen(text: string): ListenAddress | AddressProblem {
  const match = LISTEN.exec(text);
  if (!match)
    return { problem: 'is not an address to listen on', help: 'write a port, "host:port" or "[v6]:port"' };
  const number = port(match[2] as string);
  if (number === undefined) return BAD_PORT;
  const host = match[1] ?? '';
  if (host === '' || host === '*' || host === '0.0.0.0') return { host: '', port: number };
  if (asciiLower(host) === 'localhost') return { host: '127.0.0.1', port: number };
  const address = parseAddress(inner(host));
  if (address === undefined || address.includes(':') !== host.startsWith('['))
    return {
      problem: 'does not name an address of this machine',
      help: 'give the IP address to listen on, or only the port for all of them; IPv6 addresses stand in [ ]',
    };
  return { host: address, port: number };
}

/**
 * Reads where a node answers: `host:port`, `host`, `[v6]:port`, `http://host:port`.
 * @param text as written
 */
export function parseEndpoint(text: string): Endpoint | AddressProblem {
  const match = ENDPOINT.exec(text);
  if (!match) return notAnEndpoint(text);
  const [, scheme, host, digits] = match as unknown as [string, string?, string?, string?];
  const known = scheme === undefined ? undefined : asciiLower(scheme);
  if (known !== undefined && known !== 'http' && known !== 'https')
    return { problem: `has the scheme "${scheme}"`, help: 'the schemes of nodes are http and https' };
  const number = digits === undefined ? undefined : port(digits);
  if (digits !== undefined && number === undefined) return BAD_PORT;
  const name = readHost(host as string);
  if (name === undefined)
    return {
      problem: 'has no valid host name or address',
      help: 'write a host name, an IPv4 address or an IPv6 address in [ ]',
    };
  return { scheme: known, host: name, port: number };
}

function notAnEndpoint(text: string): AddressProblem {
  if (parseAddress(text) !== undefined)
    return { problem: 'needs brackets around the IPv6 address', help: `write "[${text}]:8080"` };
  if (text.includes('@'))
    return {
      problem: 'holds a user name',
      help: 'nodes are addressed by host and port; set a header with request_headers',
    };
  if (/^[a-z+]+:\/\/[^/?#]+[/?#]/i.test(text))
    return {
      problem: 'has a path',
      help: 'keep scheme, host and port, and put the path in front with add_prefix on the route',
    };
  return {
    problem: 'is not the address of a node',
    help: 'write "host:port", "[v6]:port" or "http://host:port"',
  };
}

function readHost(host: string): string | undefined {
  const address = parseAddress(inner(host));
  if (address !== undefined) return address.includes(':') === host.startsWith('[') ? address : undefined;
  const labels = host.split('.');
  const numeric = /^\d+$/.test(labels.at(-1) as string);
  const valid = host.length <= 253 && !numeric && labels.every((label) => LABEL.test(label));
  return valid ? asciiLower(host) : undefined;
}
