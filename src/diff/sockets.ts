import type { ListenerModel } from '../emit/model/model.ts';

interface Socket {
  readonly port: string;
  readonly family: 4 | 6;
  /** Empty: every address of the machine. */
  readonly host: string;
}

function socketOf(address: string): Socket {
  const [, host = '', port = ''] = /^(?:(.*):)?(\d+)$/.exec(address) ?? [];
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  const family = host.startsWith('[') ? 6 : 4;
  return { port, family, host: bare === '::' ? '' : bare };
}

/** What nginx binds: an address that every-address covers on the same port has no socket of its own. */
function bound(listeners: readonly ListenerModel[]): readonly Socket[] {
  const sockets = listeners.map(({ address }) => socketOf(address));
  return sockets.filter(
    (socket) =>
      socket.host === '' ||
      !sockets.some(
        (other) => other.host === '' && other.port === socket.port && other.family === socket.family,
      ),
  );
}

/**
 * The ports that a running nginx cannot change over to by a reload: it binds the new sockets before it closes the old ones, and a socket
 * of every address and one of a single address do not go together on one port.
 * @param before listeners of the old side
 * @param after listeners of the new side
 * @returns ports, sorted
 */
export function clashingPorts(
  before: readonly ListenerModel[],
  after: readonly ListenerModel[],
): readonly string[] {
  const [old, now] = [bound(before), bound(after)];
  const clashes = now.filter((fresh) =>
    old.some(
      (held) =>
        held.port === fresh.port &&
        held.family === fresh.family &&
        (held.host === '') !== (fresh.host === ''),
    ),
  );
  return [...new Set(clashes.map(({ port }) => port))].sort();
}
