/**
 * The document: what the user wrote, in one canonical spelling. Aliases are resolved, names are canonical, units are numbers,
 * defaults are filled in and the service shapes of D11 are one list. Every entity knows its place in the source.
 */
import type { Located } from './path.ts';
import type { Bytes, Duration } from './units.ts';

export interface GatewayDocument extends Located {
  readonly server: ServerBlock;
  readonly log: LogBlock;
  readonly metrics: MetricsBlock;
  readonly health: HealthBlock;
  readonly nginx: NginxBlock;
  readonly routes: readonly RouteBlock[];
  /** From `services`, `proxy.service.services`, `proxy.service` and the inline `service` of routes. */
  readonly services: readonly ServiceBlock[];
}

export interface ServerBlock extends Located {
  readonly listen: readonly ListenBlock[];
  readonly read_timeout: Duration;
  readonly write_timeout: Duration;
  readonly idle_timeout: Duration;
  readonly graceful_shutdown_timeout: Duration;
  readonly max_body_size: Bytes;
  readonly max_header_bytes: Bytes;
  readonly max_connections?: number;
  readonly workers: 'auto' | number;
  readonly trusted_proxies: readonly string[];
  readonly paths: 'strict' | 'lenient';
  /** Status when a path matches but no method does (D24). */
  readonly method_mismatch: 404 | 405;
  readonly tls?: TlsBlock;
  readonly http2: boolean;
  readonly gzip: boolean;
}

/** One listening socket. `address` is `host:port`, `[v6]:port` or a bare port; the host is empty for all IPv4 addresses. */
export interface ListenBlock extends Located {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
}

export interface TlsBlock extends Located {
  readonly certificates: readonly CertificateBlock[];
  readonly min_version: '1.2' | '1.3';
  readonly redirect_http: boolean;
}

/** `hosts` empty: the certificate of every name no other certificate lists. Paths are absolute. */
export interface CertificateBlock extends Located {
  readonly hosts: readonly string[];
  readonly cert_file: string;
  readonly key_file: string;
}

export interface LogBlock extends Located {
  readonly level: 'debug' | 'info' | 'notice' | 'warn' | 'error';
  readonly format: 'json' | 'text';
  /** A path (relative ones below the deployment's `logs/`), `stdout` or `off`. */
  readonly access_log: string;
  /** A path or `stderr`. */
  readonly error_log: string;
  /** Rotation, for the emitted logrotate file: `max_size` in bytes, `max_age` in days (M241). */
  readonly max_size: Bytes;
  readonly max_backups: number;
  readonly max_age: number;
}

export interface MetricsBlock extends Located {
  readonly enabled: boolean;
  readonly host: string;
  readonly port: number;
  readonly path: string;
}

export interface HealthBlock extends Located {
  readonly paths: readonly string[];
  readonly ready_path: string;
  readonly listener: 'public' | 'none';
}

export interface NginxBlock extends Located {
  readonly flavor: 'auto' | Flavor;
  readonly binary_path?: string;
  readonly worker_connections?: number;
  readonly user?: string;
}

/** The servers a deployment can be emitted for: OpenResty, or Debian's nginx with its Lua module. */
export type Flavor = 'openresty' | 'debian-1.22' | 'debian-1.26';

export type MatchType = 'auto' | 'exact' | 'prefix' | 'regex';

export interface RouteBlock extends Located {
  readonly id: string;
  readonly hosts: readonly string[];
  readonly paths: readonly string[];
  readonly match_type: MatchType;
  /** Upper case; empty means every method. */
  readonly methods: readonly string[];
  readonly headers: Readonly<Record<string, PredicateBlock>>;
  readonly query: Readonly<Record<string, PredicateBlock>>;
  /** Smaller wins (D31). */
  readonly priority: number;
  readonly enabled: boolean;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly target: TargetBlock;
  readonly strip_prefix?: boolean | string;
  readonly add_prefix?: string;
  readonly rewrite?: string;
  /** `preserve`, `upstream`, or a host name (a template). */
  readonly host_rewrite?: string;
  readonly request_headers?: EditBlock;
  readonly response_headers?: EditBlock;
  readonly request_query?: EditBlock;
  readonly timeout?: Duration;
  readonly connect_timeout?: Duration;
  readonly retry?: RetryBlock;
  readonly max_body_size?: Bytes;
  readonly request_buffering?: boolean;
  readonly response_buffering?: boolean;
  readonly assertion_group_config?: AssertionGroupBlock;
}

/** A value to equal, or an operator and its operand. */
export interface PredicateBlock extends Located {
  readonly operator: string;
  readonly value?: string;
  readonly case_sensitive: boolean;
}

export type TargetBlock = ServiceTargetBlock | RedirectBlock | RespondBlock;

/** An inline service was moved to the list of services; this is its id. */
export interface ServiceTargetBlock extends Located {
  readonly kind: 'service';
  readonly service_id: string;
}

export interface RedirectBlock extends Located {
  readonly kind: 'redirect';
  readonly status: 301 | 302 | 303 | 307 | 308;
  /** A template: an absolute URL or a path. */
  readonly location: string;
}

export interface RespondBlock extends Located {
  readonly kind: 'respond';
  readonly status: number;
  readonly body: string;
  readonly content_type: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Changes to headers or query parameters; values are templates. */
export interface EditBlock extends Located {
  readonly set: Readonly<Record<string, string>>;
  readonly add: Readonly<Record<string, string>>;
  readonly remove: readonly string[];
}

export interface RetryBlock extends Located {
  /** Tries in all, the first one included. */
  readonly attempts: number;
  readonly per_try_timeout?: Duration;
  /** `connection`, `timeout`, `5xx` or a status such as `503`. */
  readonly on: readonly string[];
  readonly non_idempotent: boolean;
}

export interface AssertionGroupBlock extends Located {
  readonly type: 'and' | 'or';
  readonly assertions: readonly AssertionItem[];
  /** Absent: a failed group means "not this route" (D4); a status makes it a refusal. */
  readonly on_fail?: number;
}

export type AssertionItem = AssertionBlock | (AssertionGroupBlock & { readonly group: true });

export interface AssertionBlock extends Located {
  readonly group?: false;
  readonly id?: string;
  /** Canonical name of an assertion feature. */
  readonly type: string;
  readonly name?: string;
  /** The header, query parameter or cookie tested, where written explicitly (D5). */
  readonly header?: string;
  readonly query?: string;
  readonly cookie?: string;
  readonly operator: string;
  readonly value?: string | readonly string[];
  readonly pattern?: string;
  readonly case_sensitive?: boolean;
}

export interface ServiceBlock extends Located {
  readonly id: string;
  readonly name?: string;
  readonly enabled: boolean;
  readonly protocol: 'http' | 'https';
  readonly nodes: readonly NodeBlock[];
  readonly load_balancer: BalancerBlock;
  readonly tls?: UpstreamTlsBlock;
  readonly timeout: Duration;
  readonly connect_timeout: Duration;
  readonly retry?: RetryBlock;
  readonly keepalive: KeepaliveBlock;
}

export interface NodeBlock extends Located {
  readonly id: string;
  readonly host: string;
  readonly port: number;
  readonly weight: number;
  readonly enabled: boolean;
  readonly metadata: Readonly<Record<string, string>>;
}

/** `algorithm` is the canonical name of a balancer feature; the rest is that feature's own options. */
export interface BalancerBlock extends Located {
  readonly algorithm: string;
  readonly options: Readonly<Record<string, unknown>>;
}

export interface UpstreamTlsBlock extends Located {
  readonly verify: boolean;
  readonly server_name?: string;
  readonly ca_file?: string;
  readonly cert_file?: string;
  readonly key_file?: string;
}

/** Idle upstream connections: `size` a worker, `timeout` of an idle one, `requests` before one is closed. */
export interface KeepaliveBlock extends Located {
  readonly size: number;
  readonly timeout: Duration;
  readonly requests: number;
}
