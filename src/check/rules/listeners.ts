import { parseAddress } from '../../model/address.ts';
import type { NodePath } from '../../model/path.ts';
import type { Rule } from '../rule.ts';

interface Socket {
  readonly what: string;
  readonly host: string;
  readonly port: number;
  readonly at: NodePath;
}

const ANY = ['0.0.0.0', '*', ''];

/** IPv4 and IPv6 sockets of one port live side by side; on one family, "all addresses" takes in every single one. */
function collides(a: Socket, b: Socket): boolean {
  if (a.port !== b.port) return false;
  const [left, right] = [
    parseAddress(a.host) ?? a.host.toLowerCase(),
    parseAddress(b.host) ?? b.host.toLowerCase(),
  ];
  if (left === right) return true;
  const six = (host: string): boolean => host.includes(':');
  if (ANY.includes(left)) return !six(right);
  if (ANY.includes(right)) return !six(left);
  return (left === '::' && six(right)) || (right === '::' && six(left));
}

/** No two listeners take the same socket, the one for metrics included. */
export const listeners: Rule = function* ({ document }) {
  const { metrics, server } = document;
  const sockets: Socket[] = server.listen.map(({ at, host, port }) => ({ what: 'listener', host, port, at }));
  if (metrics.enabled)
    sockets.push({
      what: 'metrics listener',
      host: metrics.host,
      port: metrics.port,
      at: [...metrics.at, 'addr'],
    });
  for (const [i, socket] of sockets.entries()) {
    const other = sockets.slice(0, i).find((earlier) => collides(earlier, socket));
    if (!other) continue;
    yield {
      code: 'GW2017',
      message: `the ${socket.what} on port ${socket.port} collides with another listener`,
      at: socket.at,
      labels: [{ at: other.at, message: 'the other one' }],
      help: 'give each listener a port of its own',
    };
  }
};
