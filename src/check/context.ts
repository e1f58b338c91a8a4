import type { GatewayDocument, RouteBlock, ServiceBlock } from '../model/document.ts';
import type { NodePath } from '../model/path.ts';
import { type PathPattern, type PatternProblem, parsePattern } from '../model/pattern.ts';

/** One path of a route, read. */
export interface RoutePath {
  readonly text: string;
  readonly at: NodePath;
  readonly pattern: PathPattern | PatternProblem;
}

/** An enabled route with what most rules ask about it. */
export interface RouteFacts {
  readonly block: RouteBlock;
  readonly paths: readonly RoutePath[];
  /** The service it is sent to; undefined when there is none, or it does not exist. */
  readonly service: ServiceBlock | undefined;
}

/** Says whether a file can be read. */
export type Readable = (path: string) => boolean;

/** What every rule gets. */
export interface CheckContext {
  readonly document: GatewayDocument;
  /** The enabled routes, in declaration order; rules about disabled ones look at the document. */
  readonly routes: readonly RouteFacts[];
  readonly services: ReadonlyMap<string, ServiceBlock>;
  readonly readable: Readable;
}

/**
 * Reads a document once for all rules.
 * @param document the document
 * @param readable looks at the file system
 */
export function createContext(document: GatewayDocument, readable: Readable): CheckContext {
  const services = new Map<string, ServiceBlock>();
  for (const service of document.services) if (!services.has(service.id)) services.set(service.id, service);
  const routes = document.routes.filter((route) => route.enabled).map((block) => routeFacts(block, services));
  return { document, routes, services, readable };
}

function routeFacts(block: RouteBlock, services: ReadonlyMap<string, ServiceBlock>): RouteFacts {
  const { match_type, paths, target } = block;
  return {
    block,
    paths: paths.map((text, i) => ({
      text,
      at: [...block.at, 'paths', i],
      pattern: parsePattern(text, match_type),
    })),
    service: target.kind === 'service' ? services.get(target.service_id) : undefined,
  };
}

/** The patterns of a route that are patterns. */
export const patternsOf = ({ paths }: RouteFacts): readonly PathPattern[] =>
  paths.flatMap(({ pattern }) => ('problem' in pattern ? [] : [pattern]));

/** Names a route in a diagnostic. */
export const ofRoute = (route: RouteBlock): string => `route ${route.id}`;

/** Names a service in a diagnostic. */
export const ofService = (service: ServiceBlock): string => `service ${service.id}`;
