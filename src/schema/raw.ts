/** The document after conversion and before the shapes of D11 and the targets are put into one form. */
import type {
  AssertionBlock,
  AssertionGroupBlock,
  HealthBlock,
  LogBlock,
  MetricsBlock,
  NginxBlock,
  NodeBlock,
  RedirectBlock,
  RespondBlock,
  RouteBlock,
  ServerBlock,
  ServiceBlock,
} from '../model/document.ts';
import type { Located } from '../model/path.ts';

export interface RawDocument extends Located {
  readonly server: Omit<ServerBlock, 'listen'> & { readonly listen: readonly RawListener[] };
  readonly log: LogBlock;
  readonly metrics: Omit<MetricsBlock, 'host' | 'port'> & { readonly addr: string | number };
  readonly health: HealthBlock;
  readonly nginx: NginxBlock;
  readonly routes: readonly RawRoute[];
  readonly services: readonly RawService[];
  readonly proxy: RawProxy;
}

export interface RawListener extends Located {
  readonly address: string | number;
  readonly tls?: boolean;
}

export interface RawProxy extends Located {
  readonly enabled: boolean;
  readonly service?: readonly RawService[] | { readonly services: readonly RawService[] };
}

export type RawRoute = Omit<RouteBlock, 'paths' | 'target' | 'assertion_group_config'> & {
  readonly path: readonly string[];
  readonly protocol?: 'http' | 'https';
  readonly service_id?: string;
  readonly service?: RawInlineService;
  readonly redirect?: Omit<RedirectBlock, 'kind'>;
  readonly respond?: Omit<RespondBlock, 'kind'>;
  readonly assertion_group_config?: RawGroup;
};

export interface RawInlineService extends Located {
  readonly name: string;
  readonly protocol?: 'http' | 'https';
  readonly endpoints: readonly string[];
}

export type RawGroup = Omit<AssertionGroupBlock, 'type' | 'assertions'> & {
  readonly type?: 'and' | 'or';
  readonly all_required?: boolean;
  readonly assertions: readonly (RawGroup | RawAssertion)[];
};

export type RawAssertion = Omit<AssertionBlock, 'group'>;

export type RawService = Omit<ServiceBlock, 'protocol' | 'nodes' | 'load_balancer'> & {
  readonly protocol?: 'http' | 'https';
  readonly nodes: readonly RawNode[];
  readonly load_balancer: Located & { readonly algorithm: string };
};

export type RawNode = Omit<NodeBlock, 'id' | 'host' | 'port'> & {
  readonly id?: string;
  readonly address: string;
};
