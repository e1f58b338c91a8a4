/**
 * The intermediate representation: one gateway, ready to be emitted. Discriminated unions by `kind`, everything readonly, units typed,
 * nothing optional that has a default. Nothing after lowering sees YAML; `at` only serves the source map.
 */
import type { Condition } from './condition.ts';
import type { CertificateBlock, Flavor } from './document.ts';
import type { Located } from './path.ts';
import type { PathPattern } from './pattern.ts';
import type { Template } from './template.ts';
import type { Bytes, Duration } from './units.ts';

export interface Gateway {
  readonly flavor: Flavor;
  readonly server: ServerSettings;
  readonly log: LogSettings;
  readonly metrics: MetricsSettings | undefined;
  readonly health: HealthSettings;
  /** In declaration order; disabled ones are gone. */
  readonly services: readonly Service[];
  /** In declaration order; disabled ones are gone. */
  readonly routes: readonly Route[];
  /** In rank order: the first whose conditions hold wins. */
  readonly matches: readonly Match[];
  /** The steps the plans refer to. */
  readonly steps: readonly Step[];
  readonly plans: readonly Plan[];
  /** Profile 0 is served by `location /` without a redirect. */
  readonly profiles: readonly Profile[];
}

export interface ServerSettings extends Located {
  readonly listeners: readonly Listener[];
  readonly certificates: readonly CertificateBlock[];
  readonly minTls: '1.2' | '1.3';
  /** Plain listeners answer 308 to the first TLS listener's port. */
  readonly redirectHttp: boolean;
  readonly http2: boolean;
  readonly gzip: boolean;
  readonly readTimeout: Duration;
  readonly writeTimeout: Duration;
  readonly idleTimeout: Duration;
  readonly shutdownTimeout: Duration;
  readonly maxBody: Bytes;
  readonly maxHeader: Bytes;
  readonly workers: 'auto' | number;
  readonly workerConnections: number;
  readonly user: string | undefined;
  readonly trustedProxies: readonly string[];
  readonly paths: 'strict' | 'lenient';
  readonly methodMismatch: 404 | 405;
  /** A unix socket that answers the self-test; only a sandboxed gateway has one. */
  readonly selfTestSocket: string | undefined;
}

/** A socket to listen on: TCP, or a unix socket for the sandbox (`path`). */
export type Listener =
  | ({ readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly tls: boolean } & Located)
  | ({ readonly kind: 'unix'; readonly path: string; readonly tls: boolean } & Located);

export interface LogSettings extends Located {
  readonly level: 'debug' | 'info' | 'notice' | 'warn' | 'error';
  readonly format: 'json' | 'text';
  readonly access: string;
  readonly error: string;
  readonly maxSize: Bytes;
  readonly maxBackups: number;
  readonly maxAge: number;
}

export interface MetricsSettings extends Located {
  readonly listener: Listener;
  readonly path: string;
}

export interface HealthSettings extends Located {
  readonly paths: readonly string[];
  readonly readyPath: string | undefined;
}

export interface Service extends Located {
  /** Also the name of its nginx upstream: `[A-Za-z0-9._-]{1,64}`, unique in any case. */
  readonly id: string;
  readonly protocol: 'http' | 'https';
  readonly nodes: readonly Node[];
  readonly balancer: Balancer;
  readonly keepalive: { readonly size: number; readonly timeout: Duration; readonly requests: number };
}

export interface Node extends Located {
  readonly id: string;
  readonly host: string;
  readonly port: number;
  /** At least 1; a node of weight 0 was dropped. */
  readonly weight: number;
  /** Whether `host` is an address literal; a name is resolved at run time (T8). */
  readonly isAddress: boolean;
}

/**
 * How a node is chosen. `native`: nginx's own module, semantics equal, only for address literals. `lua`: `gatewayc.balancer.<name>`.
 */
export type Balancer =
  | {
      readonly kind: 'native';
      readonly name: string;
      readonly directives: readonly NativeDirective[];
      readonly weighted: boolean;
    }
  | {
      readonly kind: 'lua';
      readonly name: string;
      readonly options: Readonly<Record<string, unknown>>;
      readonly attempts: number;
      /** What its feature must know of the tries of requests. */
      readonly tracks: Tracking | undefined;
    };

/** Of tries: how many are in flight, over all workers, or how long nodes take to answer. */
export type Tracking = 'in-flight' | 'latency';

/** An nginx directive a feature asks for: words only, quoted by the emitter. */
export interface NativeDirective {
  readonly name: string;
  readonly args: readonly string[];
}

export interface Route extends Located {
  readonly id: string;
  /** Path template for metric labels: bounded, never the raw path (D27). */
  readonly endpoint: string;
  /** Empty: every method. */
  readonly methods: readonly string[];
  /** Takes part in matching (D4). */
  readonly when: Condition | undefined;
  /** Checked after matching; failing it refuses the request. */
  readonly require: { readonly condition: Condition; readonly status: number } | undefined;
  readonly target: Target;
  readonly path: PathEdit | undefined;
  /** The upstream's Host; undefined preserves the client's. */
  readonly host: Template | undefined;
  /** Index into `plans`. */
  readonly plan: number;
  /** Index into `profiles`. */
  readonly profile: number;
}

export type Target =
  | { readonly kind: 'service'; readonly service: string }
  | { readonly kind: 'redirect'; readonly status: number; readonly location: Template }
  | {
      readonly kind: 'respond';
      readonly status: number;
      readonly body: string;
      readonly contentType: string;
      readonly headers: readonly (readonly [string, string])[];
    };

/** What the upstream path becomes: the first `strip` segments go, or all is replaced by a template; then `add` comes in front. */
export interface PathEdit {
  readonly strip: number;
  readonly add: string;
  readonly rewrite: Template | undefined;
}

/** One way to reach a route: a path on a host. `host` undefined: any; a leading `*.` is a wildcard. Hosts are lower case. */
export interface Match {
  /** Index into `routes`. */
  readonly route: number;
  readonly host: string | undefined;
  readonly pattern: PathPattern;
}

/** A feature at work in the pipeline; the Lua module is `gatewayc.<family>.<name>`, `config` is handed to its `new`. */
export interface Step extends Located {
  readonly family: string;
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** What a request of a route goes through: indexes into `steps`, in order. */
export interface Plan {
  /** Stage one, in the server rewrite phase: the global policies as this route sees them. */
  readonly global: readonly number[];
  /** Stage two, in the access phase. */
  readonly route: readonly number[];
  /** On the response, in the header filter phase. */
  readonly response: readonly number[];
}

/** A set of native directives shared by routes; one nginx location each. */
export type Profile =
  | {
      readonly kind: 'proxy';
      readonly scheme: 'http' | 'https';
      readonly connectTimeout: Duration;
      readonly timeout: Duration;
      /** Bounds all tries together; 0: unbounded. */
      readonly retryTimeout: Duration;
      readonly retry: { readonly attempts: number; readonly conditions: readonly string[] };
      readonly maxBody: Bytes;
      readonly requestBuffering: boolean;
      readonly responseBuffering: boolean;
      readonly tls: UpstreamTls | undefined;
      /** Whether any route of it has steps in the access or response stage. */
      readonly access: boolean;
      readonly response: boolean;
      readonly at: Located['at'];
    }
  | {
      readonly kind: 'local';
      readonly maxBody: Bytes;
      readonly response: boolean;
      readonly at: Located['at'];
    };

export interface UpstreamTls {
  readonly verify: boolean;
  /** Name for SNI and verification; undefined: the node's own host name, chosen per try. */
  readonly serverName: string | undefined;
  readonly caFile: string | undefined;
  readonly certFile: string | undefined;
  readonly keyFile: string | undefined;
}
