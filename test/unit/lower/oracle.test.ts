import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lower } from '../../../src/lower/lower.ts';
import { gatewayArbitrary, type RandomGateway } from '../../oracle/arbitrary.ts';
import { requestArbitrary } from '../../oracle/arbitrary-request.ts';
import { gatewayDocument, type PlainRoute } from '../../oracle/document.ts';
import { decide } from '../../oracle/match.ts';
import { walk } from './walk.ts';

const documentOf = (gateway: RandomGateway) =>
  gatewayDocument({ routes: gateway.routes.map(({ respond: _, ...route }) => route as PlainRoute) });

const scenario = gatewayArbitrary.chain((gateway) =>
  fc.record({
    gateway: fc.constant(gateway),
    requests: fc.array(requestArbitrary(gateway), { minLength: 1, maxLength: 20 }),
  }),
);

describe('lowering', () => {
  it('gives the route the oracle names, for random gateways and requests (D4, D23, D24, D31)', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(scenario, ({ gateway, requests }) => {
        const document = documentOf(gateway);
        const lowered = lower(document, { flavor: 'openresty' });
        for (const request of requests) {
          const verdict = decide(document, request);
          seen.add(verdict.kind === 'route' && verdict.refuse !== undefined ? 'refused' : verdict.kind);
          expect(walk(lowered, request)).toEqual(verdict);
        }
      }),
      { numRuns: 400 },
    );
    expect([...seen].sort()).toEqual(['bad-request', 'method-not-allowed', 'not-found', 'refused', 'route']);
  });
});
