import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/check/check.ts';
import { lower } from '../../../src/lower/lower.ts';
import { gatewayArbitrary } from '../../oracle/arbitrary.ts';
import { requestArbitrary } from '../../oracle/arbitrary-request.ts';
import { gatewayDocument, type PlainRoute } from '../../oracle/document.ts';
import { decide } from '../../oracle/match.ts';
import { pointers } from './findings.ts';

const scenario = gatewayArbitrary.chain((gateway) =>
  fc.record({
    gateway: fc.constant(gateway),
    requests: fc.array(requestArbitrary(gateway), { minLength: 1, maxLength: 12 }),
  }),
);

describe('the rules on random gateways', () => {
  it('never call a route unreachable that some request reaches, and let nothing pass that cannot be lowered', () => {
    let unreachable = 0;
    fc.assert(
      fc.property(scenario, ({ gateway, requests }) => {
        const document = gatewayDocument({
          routes: gateway.routes.map(({ respond: _, ...route }) => route as PlainRoute),
        });
        const found = check(document, pointers);
        if (!found.some(({ severity }) => severity === 'error')) lower(document, { flavor: 'debian-1.22' });
        const dead = found
          .filter(
            ({ code, message }) => code === 'GW2012' && message.startsWith('no request reaches the route'),
          )
          .map(({ context }) => context);
        const impossible = found.filter(({ code }) => code === 'GW2032').map(({ context }) => context);
        unreachable += dead.length;
        for (const request of requests) {
          const verdict = decide(document, request);
          if (verdict.kind !== 'route') continue;
          expect(dead).not.toContain(`route ${verdict.id}`);
          if (verdict.refuse === undefined) expect(impossible).not.toContain(`route ${verdict.id}`);
        }
      }),
      { numRuns: 300 },
    );
    expect(unreachable).toBeGreaterThan(0);
  });
});
