import { ALL_MATCHES, ALL_PATHS, ENABLED_ROUTE, PATHS_OF_ROUTE, type Reads } from './reads.ts';
import type { Rule } from './rule.ts';
import { assertions } from './rules/assertions.ts';
import { balancers } from './rules/balancers.ts';
import { contentTypeDemand } from './rules/content-type-demand.ts';
import { duplicateIds } from './rules/duplicate-ids.ts';
import { duplicateNodes } from './rules/duplicate-nodes.ts';
import { equalRoutes } from './rules/equal-routes.ts';
import { files } from './rules/files.ts';
import { headers } from './rules/headers.ts';
import { identifiers } from './rules/identifiers.ts';
import { idleSettings } from './rules/idle-settings.ts';
import { knownService } from './rules/known-service.ts';
import { listeners } from './rules/listeners.ts';
import { metricsAddress } from './rules/metrics-address.ts';
import { neverHolds } from './rules/never-holds.ts';
import { noRoutes } from './rules/no-routes.ts';
import { pathEdits } from './rules/path-edits.ts';
import { pathPatterns } from './rules/path-patterns.ts';
import { redirectLocation } from './rules/redirect-location.ts';
import { redos } from './rules/redos.ts';
import { regexBuckets } from './rules/regex-buckets.ts';
import { regexes } from './rules/regexes.ts';
import { reservedPaths } from './rules/reserved-paths.ts';
import { responseBody } from './rules/response-body.ts';
import { retries } from './rules/retries.ts';
import { serviceNodes } from './rules/service-nodes.ts';
import { shadowedRoutes } from './rules/shadowed-routes.ts';
import { templates } from './rules/templates.ts';
import { tls } from './rules/tls.ts';
import { trustedProxies } from './rules/trusted-proxies.ts';
import { unusedService } from './rules/unused-service.ts';
import { upstreamHost } from './rules/upstream-host.ts';
import { upstreamTls } from './rules/upstream-tls.ts';

/** A rule, and what its findings rest on. */
export interface Law {
  readonly rule: Rule;
  readonly reads: Reads;
}

const law = (rule: Rule, reads: Reads): Law => ({ rule, reads });

/** Every rule, the one with the clearest error first: a wrong name or path explains what later rules would only suspect. */
export const LAWS: readonly Law[] = Object.freeze([
  law(identifiers, { route: ['id'], service: ['id'] }),
  law(duplicateIds, { route: ['id'], service: ['id'] }),
  law(duplicateNodes, { service: ['id', 'nodes'] }),
  law(pathPatterns, { ...PATHS_OF_ROUTE, server: ['paths'] }),
  law(knownService, { route: ['enabled', 'target'], service: ['id'], every: ['services'] }),
  law(serviceNodes, { service: ['id', 'enabled', 'nodes'] }),
  law(balancers, {}),
  law(assertions, ENABLED_ROUTE),
  law(regexes, PATHS_OF_ROUTE),
  law(templates, PATHS_OF_ROUTE),
  law(pathEdits, PATHS_OF_ROUTE),
  law(redirectLocation, ENABLED_ROUTE),
  law(headers, ENABLED_ROUTE),
  law(responseBody, ENABLED_ROUTE),
  law(upstreamHost, { route: ['enabled', 'target'], service: ['id', 'nodes'] }),
  law(retries, { route: ['enabled', 'target', 'timeout'], service: ['id', 'nodes', 'timeout'] }),
  law(listeners, { server: ['listen'], metrics: ['enabled', 'addr'] }),
  law(tls, { server: ['listen', 'tls'] }),
  law(files, {}),
  law(upstreamTls, { service: ['id', 'nodes', 'protocol', 'tls', 'other'] }),
  law(trustedProxies, {}),
  law(reservedPaths, { ...PATHS_OF_ROUTE, health: ['paths', 'ready_path', 'listener'] }),
  law(equalRoutes, ALL_MATCHES),
  law(shadowedRoutes, ALL_MATCHES),
  law(neverHolds, PATHS_OF_ROUTE),
  law(contentTypeDemand, ENABLED_ROUTE),
  law(idleSettings, { route: ['enabled', 'target'] }),
  law(redos, PATHS_OF_ROUTE),
  law(metricsAddress, { metrics: ['enabled', 'addr'] }),
  law(unusedService, {
    route: ['enabled', 'target'],
    service: ['id', 'enabled'],
    every: ['routes', 'services'],
  }),
  law(noRoutes, { route: ['enabled'], every: ['routes'] }),
  law(regexBuckets, ALL_PATHS),
]);
