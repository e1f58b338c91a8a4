import { FEATURES } from '../../features/registry.ts';
import { liveNodes } from '../../lower/services.ts';
import { parseAddress } from '../../model/address.ts';
import type { ServiceBlock } from '../../model/document.ts';
import type { BalancerFeature } from '../../model/feature.ts';
import { findFeature } from '../../model/feature-name.ts';
import { asciiLower, byText } from '../../model/text.ts';
import { definedFields } from './fields.ts';
import type { Leaf, NodeModel, ServiceModel } from './model.ts';
import { putRetry } from './routes.ts';
import { type FindSecrets, masked, type Secrets } from './secrets.ts';

/**
 * Says what a service means.
 * @param service an enabled service
 * @param find finds its secrets; addresses and names of files are shown wherever they came from
 */
export function serviceModel(service: ServiceBlock, find: FindSecrets): ServiceModel {
  const { keepalive, load_balancer, tls } = service;
  const addresses = service.nodes.flatMap(({ host, port, id }) => [host, `${host}:${port}`, id]);
  const files = [tls?.ca_file, tls?.cert_file, tls?.key_file, tls?.server_name];
  const plain = new Set<string | undefined>([service.id, ...addresses, ...files]);
  const secrets = find(service.at, (text) => plain.has(text));
  return {
    id: service.id,
    fields: withRetry(
      definedFields([
        ['protocol', service.protocol],
        ['load_balancer.algorithm', load_balancer.algorithm],
        ...Object.entries(load_balancer.options)
          .sort(([a], [b]) => byText(a, b))
          .map(([name, value]) => [`load_balancer.${name}`, option(value, secrets)] as const),
        ...(service.protocol === 'https'
          ? ([
              ['tls.verify', tls?.verify ?? true],
              ['tls.server_name', tls?.server_name],
              ['tls.ca_file', tls?.ca_file],
              ['tls.cert_file', tls?.cert_file],
              ['tls.key_file', tls?.key_file],
            ] as const)
          : []),
        ['timeout', service.timeout],
        ['connect_timeout', service.connect_timeout],
        ['keepalive.size', keepalive.size],
        ['keepalive.timeout', keepalive.timeout],
        ['keepalive.requests', keepalive.requests],
      ]),
      service.retry,
    ),
    nodes: nodes(service),
  };
}

function withRetry(fields: Record<string, Leaf>, retry: ServiceBlock['retry']): Record<string, Leaf> {
  putRetry(fields, retry);
  return fields;
}

function nodes(service: ServiceBlock): readonly NodeModel[] {
  const weighted =
    findFeature<BalancerFeature>(FEATURES.balancer, service.load_balancer.algorithm)?.weighted ?? true;
  return liveNodes(service)
    .map(({ host, port, weight }) => ({
      address: nodeAddress(host, port),
      ...(weighted && { weight }),
    }))
    .sort((a, b) => byText(a.address, b.address));
}

function nodeAddress(host: string, port: number): string {
  const name = parseAddress(host) ?? asciiLower(host);
  return `${name.includes(':') ? `[${name}]` : name}:${port}`;
}

/** Options are small: what is no scalar is compared as JSON with its keys sorted. */
function option(value: unknown, secrets: Secrets): Leaf {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return masked(typeof value === 'string' ? value : JSON.stringify(sorted(value)), secrets);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== 'at');
  return Object.fromEntries(entries.sort(([a], [b]) => byText(a, b)).map(([key, v]) => [key, sorted(v)]));
}
