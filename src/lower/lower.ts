import type { Flavor, GatewayDocument, RouteBlock, ServiceBlock } from '../model/document.ts';
import type { Gateway, Service } from '../model/gateway.ts';
import { lowerMatches } from './matches.ts';
import { effectiveRetry } from './retries.ts';
import { lowerRoutes } from './routes.ts';
import { lowerHealth, lowerLog, lowerMetrics, lowerServer } from './server.ts';
import { lowerService } from './services.ts';

/** What the document leaves open. */
export interface LowerOptions {
  /** The server the gateway is emitted for; `nginx.flavor: auto` was decided by the caller. */
  readonly flavor: Flavor;
}

/**
 * Turns a document without errors into the intermediate representation.
 * @param document a document the rules found no error in
 * @param options what the document leaves open
 * @returns the gateway; disabled routes, services and nodes are gone
 * @throws Error when the document was not checked, which is our bug
 */
export function lower(document: GatewayDocument, options: LowerOptions): Gateway {
  const routes = document.routes.filter((route) => route.enabled);
  return {
    flavor: options.flavor,
    server: lowerServer(document),
    log: lowerLog(document.log),
    metrics: lowerMetrics(document.metrics),
    health: lowerHealth(document.health),
    services: lowerServices(document.services, routes),
    matches: lowerMatches(routes),
    ...lowerRoutes(document, routes),
  };
}

function lowerServices(services: readonly ServiceBlock[], routes: readonly RouteBlock[]): readonly Service[] {
  const byId = new Map(services.map((service) => [service.id, service]));
  const attempts = new Map<string, number>();
  for (const route of routes) {
    const service = route.target.kind === 'service' ? byId.get(route.target.service_id) : undefined;
    if (!service) continue;
    attempts.set(
      service.id,
      Math.max(attempts.get(service.id) ?? 1, effectiveRetry(route, service).attempts),
    );
  }
  return services
    .filter((service) => service.enabled)
    .map((service) => lowerService(service, attempts.get(service.id) ?? 1));
}
