import type { BalancerBlock, NodeBlock, ServiceBlock } from '../model/document.ts';
import type { Endpoint } from './address.ts';
import { type CompleteService, inlineServices } from './inline-services.ts';
import type { Report } from './problem.ts';
import { endpointOf, type Protocol, protocolOf } from './protocol.ts';
import type { RawDocument, RawNode, RawService } from './raw.ts';

/** What building needs besides the document. */
export interface BuildTools {
  readonly report: Report;
  readonly complete: CompleteService;
}

/**
 * Makes one list of the services of `services`, `proxy.service.services`, `proxy.service` and the inline services of routes (D11).
 * @param raw the converted document
 * @param tools takes contradictions; completes inline services
 */
export function buildServices(raw: RawDocument, tools: BuildTools): readonly ServiceBlock[] {
  const { service, enabled } = raw.proxy;
  const proxied = service === undefined ? [] : 'services' in service ? service.services : service;
  const shown = enabled ? proxied : proxied.map((one) => ({ ...one, enabled: false }));
  const listed = [...raw.services, ...shown];
  const inline = inlineServices(raw.routes, new Set(listed.map(({ id }) => id)), tools);
  const wanted = protocolsOfRoutes(raw);
  return [...listed, ...inline].map((one) => buildService(one, wanted.get(one.id) ?? [], tools.report));
}

interface Wanted {
  readonly protocol: Protocol;
  readonly route: string;
  readonly at: RawService['at'];
}

/** What routes say about the protocol of their service. */
function protocolsOfRoutes({ routes }: RawDocument): ReadonlyMap<string, readonly Wanted[]> {
  const wanted = new Map<string, Wanted[]>();
  for (const { id: route, at, protocol, service_id, service } of routes) {
    const id = service?.name ?? service_id;
    if (protocol === undefined || id === undefined) continue;
    const list = wanted.get(id) ?? [];
    list.push({ protocol, route, at: [...at, 'protocol'] });
    wanted.set(id, list);
  }
  return wanted;
}

function buildService(raw: RawService, wanted: readonly Wanted[], report: Report): ServiceBlock {
  const { nodes, protocol: written, load_balancer, ...rest } = raw;
  const endpoints = nodes.map(({ address }) => endpointOf(address));
  const own = protocolOf(raw, endpoints, report);
  const protocol = own ?? wanted[0]?.protocol ?? 'http';
  for (const { protocol: other, at, route } of wanted)
    if (other !== protocol)
      report({
        code: 'GW1111',
        path: at,
        message: `route ${route} speaks ${other} to the service ${raw.id}, but ${own ? 'the service' : 'another route'} says ${protocol}`,
        help: 'write the protocol once, at the service',
      });
  return {
    ...rest,
    protocol,
    nodes: nodes.map((node, i) => buildNode(node, endpoints[i] as Endpoint, protocol)),
    load_balancer: buildBalancer(load_balancer),
  };
}

function buildNode({ id, address: _, ...rest }: RawNode, endpoint: Endpoint, protocol: Protocol): NodeBlock {
  const { host, port = protocol === 'https' ? 443 : 80 } = endpoint;
  return { ...rest, id: id ?? `${host.includes(':') ? `[${host}]` : host}:${port}`, host, port };
}

function buildBalancer({ at, algorithm, ...options }: RawService['load_balancer']): BalancerBlock {
  return { at, algorithm, options };
}
