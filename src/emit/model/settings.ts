import type { CertificateBlock, NginxBlock } from '../../model/document.ts';
import type { Gateway, Listener } from '../../model/gateway.ts';
import { byText } from '../../model/text.ts';
import { definedFields } from './fields.ts';
import type { Fields, ListenerModel } from './model.ts';
import { setOf } from './routes.ts';

/**
 * The settings of a gateway that belong to no route and no service, by their name in the language.
 * @param gateway any gateway
 * @param nginx for the program that runs it
 */
export function settingsOf({ flavor, health, log, metrics, server }: Gateway, nginx: NginxBlock): Fields {
  const secure = server.listeners.some(({ tls }) => tls);
  return definedFields([
    ['server.read_timeout', server.readTimeout],
    ['server.write_timeout', server.writeTimeout],
    ['server.idle_timeout', server.idleTimeout],
    ['server.graceful_shutdown_timeout', server.shutdownTimeout],
    ['server.max_body_size', server.maxBody],
    ['server.max_header_bytes', server.maxHeader],
    ['server.workers', server.workers],
    ['server.trusted_proxies', setOf(server.trustedProxies)],
    ['server.paths', server.paths],
    ['server.method_mismatch', server.methodMismatch],
    ['server.http2', secure ? server.http2 : undefined],
    ['server.gzip', server.gzip],
    ['server.tls.min_version', secure ? server.minTls : undefined],
    ['server.tls.redirect_http', secure ? server.redirectHttp : undefined],
    ['server.tls.certificates', secure ? setOf(server.certificates.map(certificate)) : undefined],
    ['log.level', log.level],
    ['log.format', log.format],
    ['log.access_log', log.access],
    ['log.error_log', log.error],
    ['log.max_size', log.maxSize],
    ['log.max_backups', log.maxBackups],
    ['log.max_age', log.maxAge],
    ['metrics.enabled', metrics !== undefined],
    ['metrics.path', metrics?.path],
    ['health.paths', setOf(health.paths)],
    ['health.ready_path', health.readyPath],
    ['nginx.flavor', flavor],
    ['nginx.binary_path', nginx.binary_path],
    ['nginx.worker_connections', server.workerConnections],
    ['nginx.user', server.user],
  ]);
}

const certificate = ({ cert_file, hosts, key_file }: CertificateBlock): string =>
  `${hosts.length === 0 ? '*' : setOf(hosts).join(' ')}: ${cert_file}, ${key_file}`;

/**
 * The sockets a gateway listens on.
 * @param gateway any gateway
 * @returns sorted by address
 */
export function listenersOf({ metrics, server }: Gateway): readonly ListenerModel[] {
  const of = (listener: Listener, use: ListenerModel['use']): ListenerModel => ({
    use,
    address: addressOf(listener),
    tls: listener.tls,
  });
  const all = [
    ...server.listeners.map((listener) => of(listener, 'public')),
    ...(metrics ? [of(metrics.listener, 'metrics')] : []),
  ];
  return all.sort((a, b) => byText(a.address, b.address) || byText(a.use, b.use));
}

function addressOf(listener: Listener): string {
  if (listener.kind === 'unix') return `unix:${listener.path}`;
  const { host, port } = listener;
  if (host === '' || host === '*' || host === '0.0.0.0') return String(port);
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
