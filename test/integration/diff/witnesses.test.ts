// Random pairs of gateways, both deployed: what `gatewayc diff` says about requests is what the two real gateways do.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GatewayDocument } from '../../../src/model/document.ts';
import { requestArbitrary } from '../../oracle/arbitrary-request.ts';
import { decide, type OracleRequest } from '../../oracle/match.ts';
import { pairArbitrary } from '../../unit/diff/pairs.ts';
import {
  type Environment,
  type Gateway,
  type GatewayContext,
  newEnvironment,
  runCliOk,
} from '../harness/index.ts';
import { observe, readRoutes, type ScenarioRoute, written } from '../property/scenario.ts';

const SEED = Number(process.env.GATEWAYC_PROPERTY_SEED ?? 20_240_229);
const PAIRS = 40;
const REQUESTS = 15;
/** Requests under way at a time. */
const CROWD = 16;
/** A client where a witness may come from anywhere. */
const ANYBODY = '198.51.100.9';

interface Sides<T> {
  readonly before: T;
  readonly after: T;
}

/** A pair as it stands among the others: every route asks for a header that names its pair. */
interface Packed {
  readonly routes: Sides<readonly ScenarioRoute[]>;
  readonly documents: Sides<GatewayDocument>;
  readonly requests: readonly OracleRequest[];
}

interface Outcome {
  readonly kind: string;
  readonly route?: string;
  readonly refuse?: number;
}

interface Report {
  readonly entities: readonly { readonly entity: string; readonly id: string }[];
  readonly effects: {
    readonly requests_complete: boolean;
    readonly routes_swapped: readonly { readonly first: string; readonly second: string }[];
    readonly requests: readonly {
      readonly from: Outcome;
      readonly to: Outcome;
      readonly witness: {
        readonly method: string;
        readonly host: string;
        readonly target: string;
        readonly headers: Readonly<Record<string, string>>;
        readonly client?: string;
      };
    }[];
  };
}

const packed = (route: ScenarioRoute, i: number): ScenarioRoute => ({
  ...route,
  id: `d${i}.${route.id}`,
  headers: { ...route.headers, 'X-Document': `${i}` },
});

async function drawPairs(): Promise<readonly Packed[]> {
  const scenario = pairArbitrary
    .filter(({ after }) => after.routes.length > 0)
    .chain(({ after, before }) =>
      fc.record({
        before: fc.constant(before.routes),
        after: fc.constant(after.routes),
        requests: fc.array(fc.oneof(requestArbitrary(before), requestArbitrary(after)), {
          minLength: REQUESTS,
          maxLength: REQUESTS,
        }),
      }),
    );
  const drawn = fc.sample(scenario, { numRuns: PAIRS * 2, seed: SEED });
  const pairs: Packed[] = [];
  for (const { after, before, requests } of drawn) {
    const i = pairs.length;
    if (i === PAIRS) break;
    const pack = (routes: typeof before) => routes.map(({ respond: _, ...route }) => packed(route, i));
    const routes = { before: pack(before), after: pack(after) };
    const [old, now] = [await readRoutes(routes.before), await readRoutes(routes.after)];
    if (!old || !now) continue;
    pairs.push({
      routes,
      documents: { before: old, after: now },
      requests: requests.map((request) => ({
        ...request,
        headers: { ...request.headers, 'x-document': `${i}` },
      })),
    });
  }
  return pairs;
}

/** What a gateway answers, in the words of a report. */
function worded({ kind, refuse, route }: Outcome): string {
  if (kind === 'not-found') return '404';
  if (kind === 'method-not-allowed') return '405';
  return refuse === undefined ? `route ${route}` : `refused ${refuse}`;
}

/** In groups, and in order. */
async function inCrowds<T, R>(items: readonly T[], act: (item: T) => Promise<R>): Promise<R[]> {
  const out: R[] = [];
  for (let i = 0; i < items.length; i += CROWD)
    out.push(...(await Promise.all(items.slice(i, i + CROWD).map(act))));
  return out;
}

describe(`a diff of two real gateways, seed ${SEED}`, () => {
  let env: Environment;
  let gateways: Sides<Gateway>;
  let pairs: readonly Packed[];
  let report: Report;
  const dir = mkdtempSync(join(tmpdir(), 'gatewayc-diff-'));

  const yamlOf = (side: keyof Sides<unknown>) => (context: GatewayContext) =>
    JSON.stringify({
      server: { listen: context.listen, trusted_proxies: ['127.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'] },
      metrics: { addr: context.metrics },
      routes: pairs.flatMap(({ routes }) => routes[side].map(written)),
    });

  beforeAll(async () => {
    pairs = await drawPairs();
    env = await newEnvironment();
    let yaml = '';
    gateways = {
      before: await env.startGateway(yamlOf('before')),
      after: await env.startGateway((context) => {
        yaml = yamlOf('after')(context);
        return yaml;
      }),
    };
    writeFileSync(join(dir, 'gateway.yaml'), yaml);
    const { stdout } = await runCliOk([
      'diff',
      ...['-f', join(dir, 'gateway.yaml'), '--against', gateways.before.bundle, '--format', 'json'],
    ]);
    report = JSON.parse(stdout);
  });
  afterAll(async () => {
    rmSync(dir, { recursive: true, force: true });
    await env.dispose();
  });

  it('sends every witness where it says, before and after (M044, D4, D23, D24, D31)', async () => {
    expect(report.effects.requests.length).toBeGreaterThan(100);
    const wrong = await inCrowds(report.effects.requests, async ({ from, to, witness }) => {
      const { client = ANYBODY, headers, host, method, target } = witness;
      const ask = async (gateway: Gateway): Promise<string> => {
        const answer = await gateway.request(target, {
          method,
          host,
          headers: { ...headers, 'X-Forwarded-For': client },
        });
        if (answer.status === 200) return `route ${answer.headers['x-route']}`;
        return answer.status === 403 ? 'refused 403' : String(answer.status);
      };
      const got = [await ask(gateways.before), await ask(gateways.after)];
      const wanted = [worded(from), worded(to)];
      return JSON.stringify(got) === JSON.stringify(wanted) ? [] : [{ witness, wanted, got }];
    });
    expect(wrong.flat()).toEqual([]);
  });

  it('answers every request alike that comes near no route it names (D23, D31)', async () => {
    const named = new Set([
      ...report.entities.filter(({ entity }) => entity === 'route').map(({ id }) => id),
      ...report.effects.requests.flatMap(({ from, to }) => [from.route, to.route]),
      ...report.effects.routes_swapped.flatMap(({ first, second }) => [first, second]),
    ]);
    const far = pairs.flatMap(({ documents, requests }) => {
      const near = [documents.before, documents.after].map((document) => ({
        ...document,
        routes: document.routes.filter(({ id }) => named.has(id)),
      }));
      return requests.filter((request) => near.every((some) => decide(some, request).kind === 'not-found'));
    });
    expect(far.length).toBeGreaterThan(60);
    const wrong = await inCrowds(far, async (request) => {
      const [old, now] = [await observe(gateways.before, request), await observe(gateways.after, request)];
      return old === now ? [] : [{ request, old, now }];
    });
    expect(wrong.flat()).toEqual([]);
  });
});
