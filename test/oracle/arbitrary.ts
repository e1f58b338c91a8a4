/**
 * Random gateways in the language itself (plain objects, ready to be written as YAML) and random requests that lean towards reaching
 * them. Every route answers with its own id, so a test sees which one won.
 */
import fc from 'fast-check';
import { assertionGroup, headersArbitrary, queryArbitrary } from './arbitrary-conditions.ts';
import { routePath } from './arbitrary-paths.ts';

/** A route of a random gateway: a subset of the language. */
export interface RandomRoute {
  readonly id: string;
  readonly paths: readonly string[];
  readonly match_type: 'auto' | 'exact' | 'prefix' | 'regex';
  readonly hosts?: readonly string[];
  readonly methods?: readonly string[];
  readonly headers?: Readonly<
    Record<string, string | { readonly operator: string; readonly value?: string }>
  >;
  readonly query?: RandomRoute['headers'];
  readonly priority?: number;
  readonly enabled?: boolean;
  readonly assertion_group_config?: RandomGroup;
  readonly respond: { readonly status: 200; readonly body: string; readonly content_type: 'text/plain' };
}

/** An assertion group of a random gateway. */
export interface RandomGroup {
  readonly type: 'and' | 'or';
  readonly on_fail?: number;
  readonly assertions: readonly (Readonly<Record<string, unknown>> | RandomGroup)[];
}

/** A random gateway. */
export interface RandomGateway {
  readonly version: 1;
  readonly server: { readonly listen: 8080 };
  readonly routes: readonly RandomRoute[];
}

const HOSTS = ['a.example', 'b.example', '*.example', '*.a.example', 'x.a.example'];
const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD'];

const maybe = <T>(arbitrary: fc.Arbitrary<T>, weight: number): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight, arbitrary }, { weight: 10 - weight, arbitrary: fc.constant(undefined) });

const routeShape = fc.record({
  path: routePath,
  more: maybe(routePath, 1),
  hosts: maybe(fc.uniqueArray(fc.constantFrom(...HOSTS), { minLength: 1, maxLength: 2 }), 4),
  methods: maybe(fc.uniqueArray(fc.constantFrom(...METHODS), { minLength: 1, maxLength: 2 }), 5),
  headers: maybe(headersArbitrary, 2),
  query: maybe(queryArbitrary, 2),
  priority: maybe(fc.constantFrom(1, 50, 200), 2),
  enabled: maybe(fc.constant(false), 1),
  assertion_group_config: maybe(assertionGroup, 2),
});

const defined = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as T;

/** What makes two routes the same to a client, whatever their parameters are called. */
function sameness({ headers, hosts, methods, path, priority, query }: RandomShape): string {
  const bare = path.path.replace(/:\w+|\{\w+\}/g, '*').replace(/\/\*\*?$/, '/**');
  return JSON.stringify([
    bare,
    [...(hosts ?? [])].sort(),
    [...(methods ?? [])].sort(),
    headers,
    query,
    priority,
  ]);
}

type RandomShape = typeof routeShape extends fc.Arbitrary<infer T> ? T : never;

function toRoute({ more, path, ...rest }: RandomShape, index: number): RandomRoute {
  const id = `r${index}`;
  const paths =
    more?.match_type === path.match_type && more.path !== path.path ? [path.path, more.path] : [path.path];
  return defined({
    id,
    paths,
    match_type: path.match_type,
    ...rest,
    respond: { status: 200, body: id, content_type: 'text/plain' },
  }) as RandomRoute;
}

/** Gateways of up to 12 routes. Most are valid; the few with two equal routes are for `fc.pre` to discard. */
export const gatewayArbitrary: fc.Arbitrary<RandomGateway> = fc
  .uniqueArray(routeShape, { minLength: 1, maxLength: 12, selector: sameness })
  .map((shapes) => ({ version: 1, server: { listen: 8080 }, routes: shapes.map(toRoute) }));
