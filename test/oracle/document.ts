/**
 * Canonical documents for tests: the language's own keys, defaults filled in by hand, without the schema, so that rules, lowering and
 * the oracle can be tested before and beside it.
 */
import type {
  AssertionGroupBlock,
  AssertionItem,
  GatewayDocument,
  NodeBlock,
  PredicateBlock,
  RouteBlock,
  ServiceBlock,
  TargetBlock,
} from '../../src/model/document.ts';
import { bytes, milliseconds } from '../../src/model/units.ts';

/** A group as a test writes it. */
export interface PlainGroup {
  readonly type?: 'and' | 'or';
  readonly on_fail?: number;
  readonly assertions: readonly (PlainGroup | Record<string, unknown>)[];
}

/** A predicate as a test writes it: the value to equal, or the operator and its operand. */
export type PlainPredicate =
  | string
  | { readonly operator: string; readonly value?: string; readonly case_sensitive?: boolean };

/** A route as a test writes it; a missing target answers 200 with the route's id. */
export type PlainRoute = Partial<
  Omit<RouteBlock, 'at' | 'target' | 'headers' | 'query' | 'assertion_group_config'>
> & {
  readonly path?: string;
  readonly headers?: Readonly<Record<string, PlainPredicate>>;
  readonly query?: Readonly<Record<string, PlainPredicate>>;
  readonly service_id?: string;
  readonly target?: TargetBlock;
  readonly assertion_group_config?: PlainGroup;
};

export type PlainNode = Partial<NodeBlock>;
export type PlainService = Partial<Omit<ServiceBlock, 'nodes'>> & { readonly nodes?: readonly PlainNode[] };

/** Parts of a document as a test writes them. */
export interface PlainGateway {
  readonly routes?: readonly PlainRoute[];
  readonly services?: readonly PlainService[];
  readonly server?: Partial<GatewayDocument['server']>;
  readonly metrics?: Partial<GatewayDocument['metrics']>;
  readonly health?: Partial<GatewayDocument['health']>;
  readonly nginx?: Partial<GatewayDocument['nginx']>;
}

/** Fills a document in. Places are those the plain object would have in a file. */
export function gatewayDocument(plain: PlainGateway = {}): GatewayDocument {
  return {
    at: [],
    server: {
      at: ['server'],
      listen: [{ at: ['server', 'listen'], host: '', port: 8080, tls: false }],
      read_timeout: milliseconds(5_000),
      write_timeout: milliseconds(10_000),
      idle_timeout: milliseconds(120_000),
      graceful_shutdown_timeout: milliseconds(30_000),
      max_body_size: bytes(10 * 1024 ** 2),
      max_header_bytes: bytes(32 * 1024),
      workers: 'auto',
      trusted_proxies: [],
      paths: 'strict',
      method_mismatch: 405,
      http2: true,
      gzip: true,
      ...plain.server,
    },
    log: {
      at: ['log'],
      level: 'info',
      format: 'json',
      access_log: 'access.log',
      error_log: 'error.log',
      max_size: bytes(100 * 1024 ** 2),
      max_backups: 3,
      max_age: 7,
    },
    metrics: {
      at: ['metrics'],
      enabled: true,
      host: '127.0.0.1',
      port: 9090,
      path: '/metrics',
      ...plain.metrics,
    },
    health: {
      at: ['health'],
      paths: ['/health', '/healthz'],
      ready_path: '/ready',
      listener: 'public',
      ...plain.health,
    },
    nginx: { at: ['nginx'], flavor: 'auto', ...plain.nginx },
    routes: (plain.routes ?? []).map(routeBlock),
    services: (plain.services ?? []).map(serviceBlock),
  };
}

/** Fills a route in. */
export function routeBlock(plain: PlainRoute, index = 0): RouteBlock {
  const at = ['routes', index];
  const id = plain.id ?? `r${index}`;
  const { assertion_group_config, headers, path, query, service_id, ...rest } = plain;
  const answer: TargetBlock = {
    at,
    kind: 'respond',
    status: 200,
    body: id,
    content_type: 'text/plain',
    headers: {},
  };
  return {
    hosts: [],
    match_type: 'auto',
    methods: [],
    priority: 100,
    enabled: true,
    metadata: {},
    target: service_id === undefined ? answer : { at: [...at, 'service_id'], kind: 'service', service_id },
    paths: path === undefined ? ['/'] : [path],
    ...rest,
    id,
    headers: predicates(headers, [...at, 'headers']),
    query: predicates(query, [...at, 'query']),
    ...(assertion_group_config && {
      assertion_group_config: groupBlock(assertion_group_config, [...at, 'assertion_group_config']),
    }),
    at,
  };
}

function predicates(
  plain: PlainRoute['headers'],
  at: readonly (string | number)[],
): Record<string, PredicateBlock> {
  const entries = Object.entries(plain ?? {}).map(([name, p]): [string, PredicateBlock] => [
    name,
    {
      case_sensitive: true,
      ...(typeof p === 'string' ? { operator: 'equals', value: p } : p),
      at: [...at, name],
    },
  ]);
  return Object.fromEntries(entries);
}

function groupBlock(
  { assertions, on_fail, type = 'and' }: PlainGroup,
  at: readonly (string | number)[],
): AssertionGroupBlock {
  return {
    at,
    type,
    ...(on_fail !== undefined && { on_fail }),
    assertions: assertions.map((item, i): AssertionItem => {
      const place = [...at, 'assertions', i];
      return 'assertions' in item
        ? { ...groupBlock(item as PlainGroup, place), group: true }
        : ({ operator: 'equals', ...item, at: place } as unknown as AssertionItem);
    }),
  };
}

/** Fills a service in; without nodes it gets one. */
export function serviceBlock(plain: PlainService, index = 0): ServiceBlock {
  const at = ['services', index];
  const nodes = plain.nodes ?? [{}];
  return {
    id: `s${index}`,
    enabled: true,
    protocol: 'http',
    load_balancer: { at: [...at, 'load_balancer'], algorithm: 'round-robin', options: {} },
    timeout: milliseconds(30_000),
    connect_timeout: milliseconds(5_000),
    keepalive: { at: [...at, 'keepalive'], size: 32, timeout: milliseconds(60_000), requests: 1000 },
    ...plain,
    nodes: nodes.map((node, i) => ({
      id: `n${i}`,
      host: `10.0.0.${i + 1}`,
      port: 8080,
      weight: 100,
      enabled: true,
      metadata: {},
      ...node,
      at: [...at, 'nodes', i],
    })),
    at,
  };
}
