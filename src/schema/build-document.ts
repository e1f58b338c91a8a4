import type {
  GatewayDocument,
  ListenBlock,
  MetricsBlock,
  RouteBlock,
  ServerBlock,
} from '../model/document.ts';
import { parseListen } from './address.ts';
import { buildRoute } from './build-route.ts';
import { type BuildTools, buildServices } from './build-services.ts';
import type { RawDocument, RawListener } from './raw.ts';

/**
 * Puts a converted document into its final shape: one list of services (D11), one target a route, addresses as host and port.
 * @param raw the converted document
 * @param tools takes contradictions between settings (GW1111), with any of which the result must not be used; completes inline services
 */
export function buildDocument(raw: RawDocument, tools: BuildTools): GatewayDocument {
  const { at, log, health, nginx } = raw;
  const services = buildServices(raw, tools);
  const routes: readonly RouteBlock[] = raw.routes.map((route) => buildRoute(route, tools.report));
  return {
    at,
    server: buildServer(raw.server),
    log,
    metrics: buildMetrics(raw.metrics),
    health,
    nginx,
    routes,
    services,
  };
}

function buildServer({ listen, ...rest }: RawDocument['server']): ServerBlock {
  const marked = listen.some(({ tls }) => tls);
  const byDefault = rest.tls !== undefined && !marked;
  return { ...rest, listen: listen.map((listener) => buildListener(listener, byDefault)) };
}

function buildMetrics({ addr, ...rest }: RawDocument['metrics']): MetricsBlock {
  return { ...rest, ...listenAddress(addr) };
}

/** Where there are certificates every listener speaks TLS, unless it says otherwise, or another says that it is one that does. */
const buildListener = ({ at, address, tls }: RawListener, byDefault: boolean): ListenBlock => ({
  at,
  ...listenAddress(address),
  tls: tls ?? byDefault,
});

function listenAddress(text: string | number): { readonly host: string; readonly port: number } {
  const address = parseListen(String(text));
  if ('problem' in address) throw new Error(`address ${text} was not checked: ${address.problem}`);
  return address;
}
