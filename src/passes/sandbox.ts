import { join } from 'node:path';
import type { Gateway, Listener } from '../model/gateway.ts';

/** Where a sandboxed gateway may put its sockets. */
export interface SandboxOptions {
  /** An absolute directory; keep it short, a socket's path holds 107 bytes. */
  readonly directory: string;
}

/**
 * The same gateway on private sockets, for a trial boot beside the real one (T2): every listener is a unix socket, there is one worker,
 * and a further socket answers the self-test. Plain listeners do not redirect, for there is no port to send anybody to.
 * @param gateway any gateway
 * @param options where the sockets go
 */
export function sandboxed(gateway: Gateway, { directory }: SandboxOptions): Gateway {
  const socket = (name: string, listener: Listener): Listener => ({
    kind: 'unix',
    path: join(directory, `${name}.sock`),
    tls: listener.tls,
    at: listener.at,
  });
  const { metrics, server } = gateway;
  return {
    ...gateway,
    server: {
      ...server,
      listeners: server.listeners.map((listener, i) => socket(`listen-${i}`, listener)),
      redirectHttp: false,
      workers: 1,
      selfTestSocket: join(directory, 'self-test.sock'),
    },
    metrics: metrics && { ...metrics, listener: socket('metrics', metrics.listener) },
  };
}
