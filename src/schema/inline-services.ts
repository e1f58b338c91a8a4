import type { NodePath } from '../model/path.ts';
import type { Report } from './problem.ts';
import { endpointOf } from './protocol.ts';
import type { RawDocument, RawInlineService, RawRoute, RawService } from './raw.ts';

/** Makes a service with all its defaults from what a user could have written; `at` is its place. */
export type CompleteService = (written: WrittenService, at: NodePath) => RawService;

/** The part of a service that an inline service writes. */
export interface WrittenService {
  readonly id: string;
  readonly protocol?: 'http' | 'https';
  readonly nodes: readonly { readonly address: string }[];
}

/**
 * The inline services of routes as services, one for each name (D11).
 * @param routes the converted routes
 * @param listed ids of the services that are written elsewhere
 * @param tools completes services; takes two different services of one name
 */
export function inlineServices(
  routes: RawDocument['routes'],
  listed: ReadonlySet<string>,
  { report, complete }: { readonly report: Report; readonly complete: CompleteService },
): readonly RawService[] {
  const first = new Map<string, { readonly service: RawInlineService; readonly route: RawRoute }>();
  for (const route of routes) {
    const { service } = route;
    if (!service) continue;
    const known = first.get(service.name);
    if (known === undefined) first.set(service.name, { service, route });
    const other = listed.has(service.name)
      ? 'the list of services has one too'
      : known && signature(known.service) !== signature(service)
        ? `route ${known.route.id} writes another one`
        : undefined;
    if (other !== undefined)
      report({
        code: 'GW1111',
        path: service.at,
        part: 'key',
        message: `the inline service ${service.name} of route ${route.id} is not the only one of that name: ${other}`,
        help: 'write it once under `services`, and `service_id` on the routes',
      });
  }
  return [...first.values()].map(({ service }) => toService(service, complete));
}

/** Two inline services are one when this is equal: order and spelling of their endpoints do not matter. */
function signature({ protocol, endpoints }: RawInlineService): string {
  const places = endpoints.map((endpoint) => JSON.stringify(endpointOf(endpoint)));
  return JSON.stringify([protocol ?? null, [...new Set(places)].sort()]);
}

function toService(
  { at, name, protocol, endpoints }: RawInlineService,
  complete: CompleteService,
): RawService {
  const nodes = endpoints.map((address) => ({ address }));
  const service = complete({ id: name, nodes, ...(protocol && { protocol }) }, at);
  return {
    ...service,
    nodes: service.nodes.map((node, index) => ({ ...node, at: [...at, 'endpoints', index] })),
  };
}
