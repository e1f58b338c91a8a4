import type { HealthBlock, MetricsBlock, RouteBlock, ServerBlock, ServiceBlock } from '../model/document.ts';

/**
 * What the findings of a rule rest on, for documents that are known in part. A key that is not known has its default or is absent:
 * where a rule finds nothing then, the key need not be named.
 */
export interface Reads {
  /** Keys of routes; the rule does not see a route, or one sent to a service, of which these are not known. */
  readonly route?: readonly (keyof RouteBlock | 'other')[];
  readonly service?: readonly (keyof ServiceBlock | 'other')[];
  readonly server?: readonly (keyof ServerBlock)[];
  readonly metrics?: readonly (keyof MetricsBlock | 'addr')[];
  readonly health?: readonly (keyof HealthBlock)[];
  /** Lists the findings speak about as a whole: with an entry of which the keys are not known, nothing can be said. */
  readonly every?: readonly ('routes' | 'services')[];
}

/** What decides which paths a route takes. */
const PATHS = ['enabled', 'paths', 'match_type'] as const;

/** Rules about one route, whatever its paths. */
export const ENABLED_ROUTE: Reads = { route: ['enabled'] };

/** Rules about the paths of one route. */
export const PATHS_OF_ROUTE: Reads = { route: PATHS };

/** Rules about the paths of all routes. */
export const ALL_PATHS: Reads = { route: [...PATHS, 'id', 'other'], every: ['routes'] };

/** Rules about which requests which route gets. */
export const ALL_MATCHES: Reads = {
  route: [
    ...PATHS,
    'id',
    'hosts',
    'methods',
    'headers',
    'query',
    'priority',
    'assertion_group_config',
    'other',
  ],
  every: ['routes'],
};
