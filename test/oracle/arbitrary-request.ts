/** Random requests that lean towards one route of a gateway, so that most of them reach something. */
import fc from 'fast-check';
import type { RandomGateway, RandomRoute } from './arbitrary.ts';
import { requestFacts } from './arbitrary-conditions.ts';
import { mutated, pathFor } from './arbitrary-paths.ts';
import type { OracleRequest } from './match.ts';

const HOSTS = ['a.example', 'b.example', 'x.a.example', 'deep.x.a.example', 'other.test', 'A.Example:8080'];
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'];

function hostFor(route: RandomRoute): fc.Arbitrary<string> {
  const wanted = (route.hosts ?? []).map((host) => host.replace('*', 'any'));
  return fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(...HOSTS) },
    { weight: 2, arbitrary: fc.constantFrom(...(wanted.length > 0 ? wanted : HOSTS)) },
  );
}

const methodFor = (route: RandomRoute): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(...METHODS) },
    { weight: 3, arbitrary: fc.constantFrom(...(route.methods ?? METHODS)) },
  );

/**
 * Requests for a gateway.
 * @param gateway the gateway they are sent to
 */
export const requestArbitrary = (gateway: RandomGateway): fc.Arbitrary<OracleRequest> =>
  fc.constantFrom(...gateway.routes).chain((route) =>
    fc
      .record({
        method: methodFor(route),
        host: hostFor(route),
        path: fc
          .constantFrom(...route.paths)
          .chain((path) => pathFor({ path, match_type: route.match_type }))
          .chain(mutated),
        facts: requestFacts,
      })
      .map(({ facts, ...rest }) => ({ ...rest, ...facts })),
  );
