import type { RawRequest, RawResponse } from './request.ts';

/** A kind of program the tests start. */
export type Role = 'gateway' | 'node' | 'redis' | 'consul';

/** What `gatewayc build --nginx-flavor` is told. */
export type NginxFlavor = 'debian-1.22' | 'debian-1.26' | 'openresty';

/** Where the integration tests run. Chosen once, in global-setup.ts, and handed to every test file as plain data. */
export type Stack = DockerStack | ProcessStack;

interface StackFacts {
  /** Names the vitest main process; everything the tests start carries it. */
  readonly owner: string;
  /** One line for people: which engine, which images or programs. */
  readonly source: string;
  readonly flavor: NginxFlavor;
  /** As `nginx -v` says it. */
  readonly version: string;
}

export interface DockerStack extends StackFacts {
  readonly kind: 'docker';
  readonly images: Record<Role, string>;
}

export interface ProcessStack extends StackFacts {
  readonly kind: 'process';
  readonly programs: Partial<Record<Role, string>>;
}

/** A started program. */
export interface Service {
  /** Address for the test process. */
  readonly external: Address;
  /** Address for the gateway and the other services of the same environment. */
  readonly internal: Address;
  /** Everything it has written to stdout and stderr. */
  logs(): Promise<string>;
  /** Kills it at once. What was there is gone: in docker the address then times out, as a process it refuses. */
  stop(): Promise<void>;
}

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Behaviour of the fixture upstream; see test/fixtures/upstream/server.mjs. */
export interface Behaviour {
  status?: number;
  /** Milliseconds. */
  delay?: number;
  bytes?: number;
  close?: 1;
  /** Answers `chunk-1\n` to `chunk-N\n`. */
  chunks?: number;
  /** Milliseconds between chunks. */
  gap?: number;
  /** After the first chunk waits for `release()`. */
  hold?: 1;
  /** Destroys a connection that has carried a request before. */
  stale?: 1;
  /** `X-A:b,X-C:d` */
  headers?: string;
}

export interface UpstreamOptions {
  /** PEM text; the upstream then speaks https. With `clientCa` it wants clients to show a certificate of that authority. */
  tls?: { cert: string; key: string; clientCa?: string };
}

export interface Upstream extends Service {
  readonly name: string;
  /** Requests received since the start or the last reset; `path` counts only those with exactly this path. */
  count(path?: string): Promise<number>;
  /** Connections that carried a request since the start or the last reset. */
  connections(): Promise<number>;
  /** Sets the counts to zero and the behaviour to normal. */
  reset(): Promise<void>;
  /** How it answers every request from now on; the request's own query still wins. */
  behave(behaviour: Behaviour): Promise<void>;
  /** Lets every answer that waits after its first chunk (`hold`) go on. */
  release(): Promise<void>;
  /** Freezes it: connections are accepted by the kernel, nothing answers. */
  pause(): Promise<void>;
  resume(): Promise<void>;
}

/** What a gateway.yaml needs to know about the stack it will run on. */
export interface GatewayContext {
  /** `host:port` for `server.listen`. */
  readonly listen: string;
  /** `host:port` for a second (usually TLS) listener; reached with `tlsUrl()`. */
  readonly tlsListen: string;
  /** `host:port` for `metrics.addr`. */
  readonly metrics: string;
  /** `host:port` for `admin.addr`. */
  readonly admin: string;
  /** Directory of the gateway.yaml and of `options.files`; the same path inside the container. */
  readonly dir: string;
  readonly flavor: NginxFlavor;
  /** `host:port` of an upstream started before; a network alias in docker, 127.0.0.1 as a process. */
  upstream(name: string): string;
  /** The same with an address literal in place of the name. */
  upstreamIp(name: string): string;
  /**
   * `name:port` of an upstream, which may be started later: until then the name does not resolve. As a process, the gateway needs
   * `options.names` for it.
   */
  upstreamName(name: string): string;
}

/** The text of a gateway.yaml, or how to write one for a stack. */
export type GatewayYaml = string | ((context: GatewayContext) => string);

export interface GatewayOptions {
  /** Files beside the gateway.yaml: relative path → content. */
  files?: Record<string, string>;
  /** Added to the environment of the compiler and of nginx. */
  env?: Record<string, string>;
  /** `upstreams`: the names of upstreams resolve where the stack has no names of its own. Needs root as a process. */
  names?: 'upstreams';
}

export interface Gateway {
  /** URL on the public listener. */
  url(path?: string): string;
  /** URL on the second listener (`context.tlsListen`). */
  tlsUrl(path?: string): string;
  metricsUrl(path?: string): string;
  adminUrl(path?: string): string;
  /** A request to the public listener; `path` is sent as it is. */
  request(path: string, init?: RawRequest): Promise<RawResponse>;
  /** stdout, stderr and the error log. */
  logs(): Promise<string>;
  /**
   * The access log so far, one parsed JSON object a line; lines that are not JSON are an error. nginx writes it up to a second
   * late, and the harness's own requests to the health path may be in it: look for the line you mean with `eventually`.
   */
  accessLog(): Promise<Record<string, unknown>[]>;
  /** Deploys another configuration and returns when only its workers accept connections. Throws, with the log, if it was refused. */
  reload(yaml: GatewayYaml): Promise<void>;
  /** Runs a command where nginx runs. */
  exec(command: readonly string[]): Promise<{ exitCode: number; output: string }>;
  /** The deployed directory, as seen from the test process. */
  readonly bundle: string;
  stop(): Promise<void>;
}

/** One isolated set of services. `dispose()` removes all of it. */
export interface Environment {
  readonly stack: Stack;
  startUpstream(name: string, options?: UpstreamOptions): Promise<Upstream>;
  startGateway(yaml: GatewayYaml, options?: GatewayOptions): Promise<Gateway>;
  startRedis(): Promise<Service>;
  startConsul(): Promise<Service>;
  dispose(): Promise<void>;
}
