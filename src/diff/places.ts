import type { Locate } from '../diagnostics/locate.ts';
import { parseAddress } from '../model/address.ts';
import type { GatewayDocument, NodeBlock, RouteBlock, ServiceBlock } from '../model/document.ts';
import type { NodePath } from '../model/path.ts';
import { asciiLower } from '../model/text.ts';
import type { EntityChange, Place } from './difference.ts';

/**
 * Finds an entity, or one of its fields, in the YAML of the new side. A field that is not written there has the place of what it
 * belongs to; an entity that is not there has none.
 */
export type FindPlace = (
  entity: Pick<EntityChange, 'entity' | 'id' | 'service'>,
  field?: string,
) => Place | undefined;

/**
 * Makes what finds places in a document.
 * @param document the document of the new side
 * @param locate finds places in its files
 */
export function placesIn(document: GatewayDocument, locate: Locate): FindPlace {
  const routes = new Map(document.routes.map((route) => [route.id, route]));
  const services = new Map(document.services.map((service) => [service.id, service]));
  const pathOf: (...args: Parameters<FindPlace>) => NodePath | undefined = (
    { entity, id, service },
    field,
  ) => {
    switch (entity) {
      case 'route': {
        const route = routes.get(id);
        return route && [...route.at, ...routeField(route, field)];
      }
      case 'service': {
        const found = services.get(id);
        return found && [...found.at, ...(field?.split('.') ?? [])];
      }
      case 'node':
        return nodeOf(services.get(service ?? ''), id)?.at;
      case 'listener':
        return listenerPath(document, id);
      case 'setting':
        return settingPath(document, field ?? id);
    }
  };
  return (entity, field) => {
    const path = pathOf(entity, field);
    const span = path && locate(path, 'key');
    return span && { file: span.file, line: span.start.line, column: span.start.column };
  };
}

const CONDITIONS = ['assertion_group_config', 'headers', 'query'] as const;

function routeField(route: RouteBlock, field: string | undefined): NodePath {
  if (field === undefined) return [];
  if (field === 'paths') return ['path'];
  if (!field.startsWith('conditions')) return field.split('.');
  const written = CONDITIONS.find((key) => Object.keys(route[key] ?? {}).length > 0);
  return written === undefined ? [] : [written];
}

const nodeOf = (service: ServiceBlock | undefined, id: string): NodeBlock | undefined =>
  service?.nodes.find(({ host, port }) => {
    const name = parseAddress(host) ?? asciiLower(host);
    return `${name.includes(':') ? `[${name}]` : name}:${port}` === id;
  });

function listenerPath({ metrics, server }: GatewayDocument, id: string): NodePath | undefined {
  const port = Number(/\d+$/.exec(id)?.[0]);
  return (
    server.listen.find((listener) => listener.port === port)?.at ??
    (metrics.port === port ? metrics.at : undefined)
  );
}

const BLOCKS = ['server', 'log', 'metrics', 'health', 'nginx'] as const;

function settingPath(document: GatewayDocument, name: string): NodePath | undefined {
  const [first, ...rest] = name.split('.');
  const block = BLOCKS.find((key) => key === first);
  return block && [...document[block].at, ...rest];
}
