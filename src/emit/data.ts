/** The data file: what the Lua library works on. Compact JSON; indexes count from 0, absent means default. */
import type { Gateway, Match, Route, Service, Target } from '../model/gateway.ts';
import { toPointer } from '../model/path.ts';
import { defaultService } from './view/main.ts';

/** Facts of the build that the running gateway reports. */
export interface Build {
  readonly version: string;
  readonly generation: string;
}

function target(route: Target, services: ReadonlyMap<string, number>): object {
  switch (route.kind) {
    case 'service':
      return { service: services.get(route.service) };
    case 'redirect':
      return { redirect: { status: route.status, location: route.location } };
    case 'respond':
      return {
        respond: {
          status: route.status,
          body: route.body,
          content_type: route.contentType,
          headers: route.headers,
        },
      };
  }
}

function routeRecord(route: Route, services: ReadonlyMap<string, number>): object {
  return {
    id: route.id,
    at: toPointer(route.at),
    endpoint: route.endpoint,
    methods: route.methods.length > 0 ? route.methods : undefined,
    when: route.when,
    require: route.require,
    ...target(route.target, services),
    path: route.path,
    host: route.host,
    plan: route.plan,
    profile: route.profile,
  };
}

function serviceRecord(service: Service, tlsName: boolean): object {
  const { balancer } = service;
  if (balancer.kind === 'native') return { id: service.id, at: toPointer(service.at) };
  return {
    id: service.id,
    at: toPointer(service.at),
    balancer: { name: balancer.name, options: balancer.options, attempts: balancer.attempts },
    tls_name: tlsName || undefined,
    nodes: service.nodes.map((n) => ({
      id: n.id,
      host: n.host,
      port: n.port,
      weight: n.weight,
      address: n.isAddress,
    })),
  };
}

/** The shortest form: literal segments are strings. */
function matchRecord({ route, host, pattern }: Match): object {
  switch (pattern.kind) {
    case 'exact':
      return { route, host, exact: pattern.path };
    case 'segments':
      return {
        route,
        host,
        segments: pattern.segments.map((s) =>
          s.kind === 'literal' ? s.text : { name: s.name, test: s.test },
        ),
        rest: pattern.rest || undefined,
      };
    case 'regex':
      return { route, host, regex: pattern.source, prefix: pattern.prefix };
  }
}

/** Paths no route is asked for: health and readiness, and only where they are served. */
function reserved(gateway: Gateway): readonly string[] {
  return [
    ...gateway.health.paths,
    ...(gateway.health.readyPath === undefined ? [] : [gateway.health.readyPath]),
  ];
}

/**
 * Writes the data file.
 * @param gateway the optimised gateway
 * @param build version and generation
 * @returns JSON text, one line
 */
export function dataFile(gateway: Gateway, build: Build): string {
  const services = new Map(gateway.services.map((s, i) => [s.id, i]));
  const perTryNames = new Set(
    gateway.routes.flatMap((r) => {
      const profile = gateway.profiles[r.profile];
      return r.target.kind === 'service' &&
        profile?.kind === 'proxy' &&
        profile.tls !== undefined &&
        profile.tls.serverName === undefined
        ? [r.target.service]
        : [];
    }),
  );
  return `${JSON.stringify({
    ...build,
    paths: gateway.server.paths,
    method_mismatch: gateway.server.methodMismatch,
    trusted: gateway.server.trustedProxies.length > 0,
    metrics: gateway.metrics !== undefined,
    access_log: gateway.log.access !== 'off',
    reserved: reserved(gateway),
    default_service: defaultService(gateway),
    profiles: gateway.profiles.length,
    services: gateway.services.map((s) => serviceRecord(s, perTryNames.has(s.id))),
    steps: gateway.steps.map((s) => ({
      family: s.family,
      name: s.name,
      config: s.config,
      at: toPointer(s.at),
    })),
    plans: gateway.plans,
    routes: gateway.routes.map((r) => routeRecord(r, services)),
    matches: gateway.matches.map(matchRecord),
  })}\n`;
}
