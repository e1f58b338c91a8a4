/**
 * Every key of a document is in the model, or has no effect on what is served. A key that is in neither list does not compile: without
 * this, a diff would not see it change.
 */
import type {
  GatewayDocument,
  HealthBlock,
  LogBlock,
  MetricsBlock,
  NginxBlock,
  NodeBlock,
  RouteBlock,
  ServerBlock,
  ServiceBlock,
  TlsBlock,
} from '../../model/document.ts';

/** Keys the model says something about, or that decide which entities it has. */
interface Described {
  readonly document: 'server' | 'log' | 'metrics' | 'health' | 'nginx' | 'routes' | 'services';
  readonly server:
    | 'listen'
    | 'read_timeout'
    | 'write_timeout'
    | 'idle_timeout'
    | 'graceful_shutdown_timeout'
    | 'max_body_size'
    | 'max_header_bytes'
    | 'max_connections'
    | 'workers'
    | 'trusted_proxies'
    | 'paths'
    | 'method_mismatch'
    | 'tls'
    | 'http2'
    | 'gzip';
  readonly tls: 'certificates' | 'min_version' | 'redirect_http';
  readonly log: 'level' | 'format' | 'access_log' | 'error_log' | 'max_size' | 'max_backups' | 'max_age';
  readonly metrics: 'enabled' | 'host' | 'port' | 'path';
  readonly health: 'paths' | 'ready_path' | 'listener';
  readonly nginx: 'flavor' | 'binary_path' | 'worker_connections' | 'user';
  readonly route:
    | 'id'
    | 'hosts'
    | 'paths'
    | 'match_type'
    | 'methods'
    | 'headers'
    | 'query'
    | 'priority'
    | 'enabled'
    | 'target'
    | 'strip_prefix'
    | 'add_prefix'
    | 'rewrite'
    | 'host_rewrite'
    | 'request_headers'
    | 'response_headers'
    | 'request_query'
    | 'timeout'
    | 'connect_timeout'
    | 'retry'
    | 'max_body_size'
    | 'request_buffering'
    | 'response_buffering'
    | 'assertion_group_config';
  readonly service:
    | 'id'
    | 'enabled'
    | 'protocol'
    | 'nodes'
    | 'load_balancer'
    | 'tls'
    | 'timeout'
    | 'connect_timeout'
    | 'retry'
    | 'keepalive';
  readonly node: 'host' | 'port' | 'weight' | 'enabled';
}

/** Keys that change nothing that is served: names and notes. */
interface Idle {
  readonly route: 'metadata';
  readonly service: 'name';
  readonly node: 'id' | 'metadata';
}

type Forgotten<Block, Kind extends keyof Described> = Exclude<
  keyof Block,
  'at' | Described[Kind] | (Kind extends keyof Idle ? Idle[Kind] : never)
>;

/** The keys nobody has decided about, by kind of block. */
interface All {
  readonly document: Forgotten<GatewayDocument, 'document'>;
  readonly server: Forgotten<ServerBlock, 'server'>;
  readonly tls: Forgotten<TlsBlock, 'tls'>;
  readonly log: Forgotten<LogBlock, 'log'>;
  readonly metrics: Forgotten<MetricsBlock, 'metrics'>;
  readonly health: Forgotten<HealthBlock, 'health'>;
  readonly nginx: Forgotten<NginxBlock, 'nginx'>;
  readonly route: Forgotten<RouteBlock, 'route'>;
  readonly service: Forgotten<ServiceBlock, 'service'>;
  readonly node: Forgotten<NodeBlock, 'node'>;
}

/** Names what was forgotten, in the error of the compiler. */
export type Complete = All[keyof All] extends never ? 'complete' : { readonly forgotten: All[keyof All] };

/** Does not compile while a key is forgotten. */
export const COMPLETE: Complete = 'complete';
