/** Random pairs of gateways: the second is made from the first as people change a file, with parts of a third. */
import fc from 'fast-check';
import { describeModel } from '../../../src/emit/model/describe.ts';
import type { Model } from '../../../src/emit/model/model.ts';
import { lower } from '../../../src/lower/lower.ts';
import type { GatewayDocument } from '../../../src/model/document.ts';
import { gatewayArbitrary, type RandomGateway, type RandomRoute } from '../../oracle/arbitrary.ts';
import { gatewayDocument, type PlainRoute } from '../../oracle/document.ts';

const KEYS = ['methods', 'hosts', 'priority', 'headers', 'query', 'assertion_group_config'] as const;
const EDITS = ['keep', 'keep', 'keep', 'keep', 'drop', 'paths', ...KEYS] as const;
type Edit = (typeof EDITS)[number];

/** A gateway and what becomes of it. */
export interface Pair {
  readonly before: RandomGateway;
  readonly after: RandomGateway;
}

function edited(route: RandomRoute, edit: Edit, from: RandomRoute): readonly RandomRoute[] {
  if (edit === 'keep') return [route];
  if (edit === 'drop') return [];
  if (edit === 'paths') return [{ ...route, paths: from.paths, match_type: from.match_type }];
  const { [edit]: _, ...rest } = route;
  return [from[edit] === undefined ? rest : { ...rest, [edit]: from[edit] }];
}

/** Pairs of gateways that differ in a few routes, their order, or nothing. */
export const pairArbitrary: fc.Arbitrary<Pair> = fc
  .tuple(gatewayArbitrary, gatewayArbitrary)
  .chain(([before, other]) =>
    fc
      .record({
        edits: fc.array(fc.constantFrom(...EDITS), {
          minLength: before.routes.length,
          maxLength: before.routes.length,
        }),
        added: fc.nat({ max: 2 }),
        order: fc.oneof(
          fc.constant(undefined),
          fc.shuffledSubarray([...Array(14).keys()], { minLength: 14 }),
        ),
      })
      .map(({ added, edits, order }) => {
        const donor = (i: number): RandomRoute => other.routes[i % other.routes.length] as RandomRoute;
        const kept = before.routes.flatMap((route, i) => edited(route, edits[i] as Edit, donor(i)));
        const fresh = other.routes.slice(0, added).map((route, i) => ({ ...route, id: `n${i}` }));
        const all = [...kept, ...fresh];
        const routes = order?.flatMap((i) => all[i] ?? []) ?? all;
        return { before, after: { ...before, routes } };
      }),
  );

/** The document of a random gateway; every route answers with its id. */
export const documentOf = (gateway: RandomGateway): GatewayDocument =>
  gatewayDocument({ routes: gateway.routes.map(({ respond: _, ...route }) => route as PlainRoute) });

/** The model of a document. */
export const modelOf = (document: GatewayDocument): Model =>
  describeModel(document, lower(document, { flavor: 'openresty' }));
