import { parseAddress, parseCidr } from '../model/address.ts';
import type { GatewayDocument, HealthBlock, LogBlock, MetricsBlock } from '../model/document.ts';
import type { HealthSettings, LogSettings, MetricsSettings, ServerSettings } from '../model/gateway.ts';
import { asciiLower } from '../model/text.ts';

/** What nginx takes when nothing is said (M242, M281). */
const DEFAULT_CONNECTIONS = 1024;

/**
 * Lowers everything that belongs to the listening side.
 * @param document a checked document
 */
export function lowerServer({ server, nginx }: GatewayDocument): ServerSettings {
  return {
    listeners: server.listen.map(({ at, host, port, tls }) => ({
      kind: 'tcp',
      host: canonicalHost(host),
      port,
      tls,
      at,
    })),
    certificates: (server.tls?.certificates ?? []).map((c) => ({ ...c, hosts: c.hosts.map(asciiLower) })),
    minTls: server.tls?.min_version ?? '1.2',
    redirectHttp: server.tls?.redirect_http ?? false,
    http2: server.http2,
    gzip: server.gzip,
    readTimeout: server.read_timeout,
    writeTimeout: server.write_timeout,
    idleTimeout: server.idle_timeout,
    shutdownTimeout: server.graceful_shutdown_timeout,
    maxBody: server.max_body_size,
    maxHeader: server.max_header_bytes,
    workers: server.workers,
    workerConnections: connections(nginx.worker_connections, server.max_connections),
    user: nginx.user,
    trustedProxies: server.trusted_proxies.map((text) => parseCidr(text) ?? text),
    paths: server.paths,
    methodMismatch: server.method_mismatch,
    selfTestSocket: undefined,
    at: server.at,
  };
}

/** A proxied request holds two connections, the client's and the upstream's; any one worker may have to serve all of them. */
const connections = (worker: number | undefined, clients: number | undefined): number =>
  worker ?? (clients === undefined ? DEFAULT_CONNECTIONS : clients * 2);

const canonicalHost = (host: string): string => parseAddress(host) ?? asciiLower(host);

/**
 * Lowers the log settings.
 * @param log the block, complete by its defaults
 */
export const lowerLog = (log: LogBlock): LogSettings => ({
  level: log.level,
  format: log.format,
  access: log.access_log,
  error: log.error_log,
  maxSize: log.max_size,
  maxBackups: log.max_backups,
  maxAge: log.max_age,
  at: log.at,
});

/**
 * Lowers the metrics listener.
 * @param metrics the block
 * @returns undefined when metrics are off
 */
export function lowerMetrics(metrics: MetricsBlock): MetricsSettings | undefined {
  if (!metrics.enabled) return undefined;
  const { at, port, path } = metrics;
  return { listener: { kind: 'tcp', host: canonicalHost(metrics.host), port, tls: false, at }, path, at };
}

/**
 * Lowers the health endpoints.
 * @param health the block
 * @returns no paths at all when they are switched off
 */
export function lowerHealth({ at, listener, paths, ready_path }: HealthBlock): HealthSettings {
  if (listener === 'none') return { paths: [], readyPath: undefined, at };
  return { paths, readyPath: ready_path === '' ? undefined : ready_path, at };
}
