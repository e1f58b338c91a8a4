import type { Rule } from './rule.ts';
import { assertions } from './rules/assertions.ts';
import { balancers } from './rules/balancers.ts';
import { contentTypeDemand } from './rules/content-type-demand.ts';
import { duplicateIds } from './rules/duplicate-ids.ts';
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

/** Every rule, the one with the clearest error first: a wrong name or path explains what later rules would only suspect. */
export const RULES: readonly Rule[] = Object.freeze([
  identifiers,
  duplicateIds,
  pathPatterns,
  knownService,
  serviceNodes,
  balancers,
  assertions,
  regexes,
  templates,
  pathEdits,
  redirectLocation,
  headers,
  responseBody,
  upstreamHost,
  retries,
  listeners,
  tls,
  files,
  upstreamTls,
  trustedProxies,
  reservedPaths,
  equalRoutes,
  shadowedRoutes,
  neverHolds,
  contentTypeDemand,
  idleSettings,
  redos,
  metricsAddress,
  unusedService,
  noRoutes,
  regexBuckets,
]);
