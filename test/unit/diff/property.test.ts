import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareModels } from '../../../src/diff/compare.ts';
import type { Outcome, Probe } from '../../../src/diff/decide/probe.ts';
import type { Difference } from '../../../src/diff/difference.ts';
import { rawPath } from '../../../src/diff/witness/request.ts';
import type { GatewayDocument } from '../../../src/model/document.ts';
import { requestArbitrary } from '../../oracle/arbitrary-request.ts';
import { decide, type OracleRequest, type Verdict } from '../../oracle/match.ts';
import { documentOf, modelOf, type Pair, pairArbitrary } from './pairs.ts';

const asked = ({ client = '198.51.100.9', path, ...rest }: Probe): OracleRequest => ({
  ...rest,
  path: rawPath(path),
  ip: client,
});

/** What the diff claims, in the words of the oracle. */
function claimed(outcome: Outcome): Verdict {
  if (outcome.kind === 'unknown') throw new Error('a diff claims what it does not know');
  if (outcome.kind !== 'route') return outcome;
  const { refuse, route } = outcome;
  return { kind: 'route', id: route, ...(refuse !== undefined && { refuse }) };
}

/** Every route the diff names, as an entity or in a witness. */
function named({ effects, entities }: Difference): ReadonlySet<string> {
  const moved = effects.rerouted
    .flatMap(({ from, to }) => [from, to])
    .flatMap((outcome) => (outcome.kind === 'route' ? [outcome.route] : []));
  const routes = entities.flatMap(({ entity, id }) => (entity === 'route' ? [id] : []));
  return new Set([...routes, ...moved, ...effects.swapped.flatMap(({ first, second }) => [first, second])]);
}

const only = (document: GatewayDocument, ids: ReadonlySet<string>): GatewayDocument => ({
  ...document,
  routes: document.routes.filter(({ id }) => ids.has(id)),
});

const both = ({ after, before }: Pair) => ({ before: documentOf(before), after: documentOf(after) });

const diffOf = ({ after, before }: ReturnType<typeof both>): Difference =>
  compareModels({ before: modelOf(before), after: modelOf(after) });

const scenario = pairArbitrary.chain((pair) =>
  fc.record({
    pair: fc.constant(pair),
    requests: fc.array(
      fc.oneof(
        requestArbitrary(pair.before),
        pair.after.routes.length === 0 ? requestArbitrary(pair.before) : requestArbitrary(pair.after),
      ),
      { minLength: 10, maxLength: 40 },
    ),
  }),
);

describe('a diff of two random gateways', { timeout: 60_000 }, () => {
  it('has only witnesses that the oracle sends where it says, on both sides (M044, D4, D23, D24, D31)', () => {
    const kinds = new Set<string>();
    let witnesses = 0;
    fc.assert(
      fc.property(pairArbitrary, (pair) => {
        const documents = both(pair);
        for (const { from, to, witness } of diffOf(documents).effects.rerouted) {
          const request = asked(witness);
          expect(decide(documents.before, request)).toEqual(claimed(from));
          expect(decide(documents.after, request)).toEqual(claimed(to));
          for (const outcome of [from, to])
            kinds.add(outcome.kind === 'route' && outcome.refuse !== undefined ? 'refused' : outcome.kind);
          witnesses += 1;
        }
      }),
      { numRuns: 150 },
    );
    expect(witnesses).toBeGreaterThan(400);
    expect([...kinds].sort()).toEqual(['method-not-allowed', 'not-found', 'refused', 'route']);
  });
  it('leaves alone every request that comes near no route it names (D23, D31)', () => {
    let [same, near] = [0, 0];
    fc.assert(
      fc.property(scenario, ({ pair, requests }) => {
        const documents = both(pair);
        const ids = named(diffOf(documents));
        const touched = { before: only(documents.before, ids), after: only(documents.after, ids) };
        for (const request of requests) {
          const far = [touched.before, touched.after].every(
            (document) => decide(document, request).kind === 'not-found',
          );
          if (!far) near += 1;
          else {
            expect(decide(documents.after, request)).toEqual(decide(documents.before, request));
            same += 1;
          }
        }
      }),
      { numRuns: 120 },
    );
    expect(same).toBeGreaterThan(300);
    expect(near).toBeGreaterThan(200);
  });
  it('is empty for a gateway and itself, however often it is compiled (T9)', () => {
    fc.assert(
      fc.property(pairArbitrary, ({ before }) => {
        const model = modelOf(documentOf(before));
        expect(compareModels({ before: model, after: modelOf(documentOf(before)) })).toMatchObject({
          different: false,
          entities: [],
          effects: { action: 'nothing', rerouted: [], swapped: [], weaker: [] },
        });
      }),
      { numRuns: 30 },
    );
  });
  it('finds a witness for most of what random requests show to have changed', () => {
    let [shown, found] = [0, 0];
    fc.assert(
      fc.property(scenario, ({ pair, requests }) => {
        const documents = both(pair);
        const moves = new Set(
          diffOf(documents).effects.rerouted.map(({ from, to }) => keyOf(claimed(from), claimed(to))),
        );
        for (const request of requests) {
          const [from, to] = [decide(documents.before, request), decide(documents.after, request)];
          if (verdictKey(from) === verdictKey(to)) continue;
          shown += 1;
          if (moves.has(keyOf(from, to))) found += 1;
        }
      }),
      { numRuns: 80, seed: 20_240_229 }, // a statistic: the same on every run
    );
    expect(shown).toBeGreaterThan(200);
    expect(found / shown).toBeGreaterThan(0.95);
  });
});

const verdictKey = (verdict: Verdict): string =>
  verdict.kind === 'method-not-allowed' ? verdict.kind : JSON.stringify(verdict);
const keyOf = (from: Verdict, to: Verdict): string => `${verdictKey(from)} ${verdictKey(to)}`;
