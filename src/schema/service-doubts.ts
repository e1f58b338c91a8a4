import type { NodePath } from '../model/path.ts';
import { type Entity, isMapping } from './cleanse.ts';
import type { Gaps } from './gaps.ts';

/** The pruned routes and services of a document, and what is not known of it. */
interface Parts {
  readonly routes: readonly Entity[];
  readonly services: readonly Entity[];
  readonly gaps: Gaps;
}

/**
 * Takes note of services whose protocol is not known: where a service does not say it itself, routes do. Without it, the ports of
 * nodes that do not say theirs are not known either. Nor is anything of an inline service that may be written elsewhere too.
 * @param parts of one document; its gaps are added to
 */
export function doubtServices({ routes, services, gaps }: Parts): void {
  const routesMayTell =
    !gaps.isKnown([], ['routes']) ||
    routes.some(
      ({ at, mapping }) =>
        !gaps.isKnown(at, ['protocol']) || (mapping.protocol !== undefined && !gaps.isKnown(at, ['target'])),
    );
  const doubt = (at: NodePath, protocol: unknown, addresses: readonly string[]): void => {
    const told = protocol !== undefined || addresses.some((address) => address.includes('://'));
    const unknown = !gaps.isKnown(at, ['protocol']);
    if (!unknown && (told || !(routesMayTell || !gaps.isKnown(at, ['nodes'])))) return;
    gaps.mark(at, 'protocol');
    if (addresses.some((address) => !/:\d+\/?$/.test(address))) gaps.mark(at, 'nodes');
  };
  for (const { at, mapping } of services) doubt(at, mapping.protocol, addressesOf(mapping.nodes));
  for (const { at, mapping } of routes) {
    const { service } = mapping;
    if (!isMapping(service) || !Array.isArray(service.endpoints)) continue;
    // Of equal inline services the first counts, and it may be one that was cut out.
    if (!gaps.isKnown([], ['services'])) gaps.markAll([...at, 'service']);
    else doubt([...at, 'service'], service.protocol, service.endpoints.map(String));
  }
}

const addressesOf = (nodes: unknown): readonly string[] =>
  Array.isArray(nodes) ? nodes.map((node) => (isMapping(node) ? String(node.address) : '')) : [];
