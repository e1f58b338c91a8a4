import { fileURLToPath } from 'node:url';
import { rawRequest } from './request.ts';
import type { Behaviour, Service, Upstream, UpstreamOptions } from './types.ts';

/** Directory of the upstream server of the tests. */
export const UPSTREAM_DIR = fileURLToPath(new URL('../../fixtures/upstream/', import.meta.url));

/** Environment of the upstream server. */
export function upstreamEnv(name: string, options: UpstreamOptions): Record<string, string> {
  const tls = options.tls
    ? { TLS_CERT: options.tls.cert, TLS_KEY: options.tls.key, TLS_CLIENT_CA: options.tls.clientCa ?? '' }
    : {};
  return { NAME: name, ...tls };
}

/**
 * The handle tests use, over a started upstream server.
 * @param freeze how this kind of stack stops and continues a program
 */
export function upstreamHandle(
  name: string,
  options: UpstreamOptions,
  service: Service,
  freeze: Pick<Upstream, 'pause' | 'resume'>,
): Upstream {
  const origin = `${options.tls ? 'https' : 'http'}://${service.external.host}:${service.external.port}`;
  const control = async (path: string) => {
    const response = await rawRequest(origin, path, { timeout: 3000 });
    return response.json<{ count: number; connections: number; byPath: Record<string, number> }>();
  };
  return {
    ...service,
    ...freeze,
    name,
    count: async (path) => {
      const counts = await control('/__count');
      return path === undefined ? counts.count : (counts.byPath[path] ?? 0);
    },
    connections: async () => (await control('/__count')).connections,
    release: async () => {
      await control('/__release');
    },
    reset: async () => {
      await control('/__reset');
    },
    behave: async (behaviour: Behaviour) => {
      const query = new URLSearchParams();
      for (const [key, value] of Object.entries(behaviour)) query.set(key, String(value));
      await control(`/__behave?${query}`);
    },
  };
}
