import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/check/check.ts';
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts';
import { hasErrors } from '../../../src/diagnostics/summary.ts';
import { toDocument, type Understood } from '../../../src/schema/to-document.ts';
import {
  contradictoryGateway,
  type Fault,
  faultArbitrary,
  type Plain,
  spoil,
} from '../../oracle/arbitrary-faults.ts';
import { pointers } from './findings.ts';

const RUNS = 200;

/** Milliseconds; it takes one or two seconds on a machine that has nothing else to do. */
const PATIENCE = 60_000;

function understand(value: unknown): Understood {
  return toDocument({
    value,
    locate: pointers,
    origin: () => ({ kind: 'file', span: undefined }),
    isSettled: () => true,
    directoryOf: () => '/',
  });
}

/** The contradictions a user is told of: code, place and words. */
function contradictions({ document, partial }: Understood): readonly string[] {
  const { document: seen, isKnown } = partial ?? { document, isKnown: undefined };
  if (!seen) return [];
  return check(seen, pointers, { readable: () => true, isKnown }).map(identity);
}

/** Which of three equal ids is called the first, and so how the others differ from it, is a matter of words. */
const identity = ({ code, message, span }: Diagnostic): string =>
  `${code} ${span?.file} ${message.replace(/, which differs from .*$/, '')}`;

type Block = Record<string, unknown>;

/** Writes faults into a document, each into the block it chooses: the document, a block at its top, a route or a service. */
function spoilGateway(gateway: Plain, faults: readonly Fault[]): Block {
  let faulty: Block = gateway;
  for (const fault of faults) {
    const { routes, services, ...top } = faulty;
    const lists = { routes, services } as Record<string, unknown>;
    const places = ['routes', 'services'].flatMap((name) =>
      Array.isArray(lists[name]) ? (lists[name] as unknown[]).map((_, i) => ({ name, i })) : [],
    );
    const blocks = Object.keys(top).filter((key) => isBlock(top[key]));
    const choice = fault.block % (places.length + blocks.length + 1);
    const place = places[choice];
    const name = blocks[choice - places.length];
    if (place) {
      const list = [...(lists[place.name] as unknown[])];
      if (isBlock(list[place.i])) list[place.i] = spoil(list[place.i] as Block, fault);
      faulty = { ...faulty, [place.name]: list };
    } else if (name !== undefined) faulty = { ...faulty, [name]: spoil(top[name] as Block, fault) };
    else if (fault.kind !== 'no-block' && fault.kind !== 'gone') faulty = spoil(faulty, fault) as Block;
  }
  return faulty;
}

const isBlock = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

describe('a document with faults of form', () => {
  it(
    'has no contradiction that mending its form would mend',
    () => {
      let together = 0;
      fc.assert(
        fc.property(
          contradictoryGateway,
          fc.array(faultArbitrary, { minLength: 1, maxLength: 3 }),
          (gateway, faults) => {
            const mended = understand(gateway);
            fc.pre(mended.document !== undefined);
            const faulty = understand(spoilGateway(gateway, faults));
            fc.pre(hasErrors(faulty.diagnostics));
            const told = contradictions(faulty);
            together += told.length;
            expect(contradictions(mended)).toEqual(expect.arrayContaining([...told]));
          },
        ),
        { numRuns: RUNS },
      );
      expect(together).toBeGreaterThan(RUNS);
    },
    PATIENCE,
  );

  it(
    'keeps every contradiction of what is not faulty',
    () => {
      const sound = (gateway: Plain): Plain => ({
        ...gateway,
        services: [...gateway.services, { id: 'sound', nodes: [{ address: 'n:1' }] }],
      });
      const routes: readonly [string, Block][] = [
        ['GW2002 /routes/1/id', { id: 'first', paths: ['/2'], respond: {} }],
        ['GW2001 /routes/2/service_id', { id: 'unknown', paths: ['/3'], service_id: 'nowhere' }],
        ['GW2007 /routes/3/paths/0', { id: 'path', paths: ['no-slash'], respond: {} }],
        ['GW3001 /routes/4/paths/0', { id: 'redos', paths: ['~^/(a+)+$'], respond: {} }],
        [
          'GW2009 /routes/5/rewrite',
          { id: 'capture', paths: ['/5'], rewrite: '/${path.id}', service_id: 'sound' },
        ],
        ['GW2031 /routes/6/location', { id: 'location', paths: ['/6'], redirect: { location: '//a' } }],
        ['GW2014 /services/1/nodes', { id: 'weightless', nodes: [{ address: 'a:1', weight: 0 }] }],
      ];
      // A route of which nothing is known may hold the service another one is sent to.
      const within = faultArbitrary.filter(({ kind }) => kind !== 'no-block');
      const first = { id: 'first', paths: ['/1'], respond: {} };
      const victim = {
        id: 'victim',
        paths: ['/v'],
        match_type: 'auto',
        hosts: ['v.example'],
        timeout: '5s',
        service_id: 'sound',
      };
      fc.assert(
        fc.property(fc.array(within, { minLength: 1, maxLength: 3 }), (faults) => {
          const services = routes.slice(6).map(([, block]) => block);
          const faulty = faults.reduce<unknown>(
            (block, fault) => (isBlock(block) ? spoil(block as Block, fault) : block),
            victim,
          );
          const gateway = sound({
            routes: [first, ...routes.slice(0, 6).map(([, block]) => block), faulty as Block],
            services: [],
          });
          const read = understand({ ...gateway, services: [...gateway.services, ...services] });
          fc.pre(hasErrors(read.diagnostics));
          const told = contradictions(read).map((line) => line.split(' ').slice(0, 2).join(' '));
          const wanted = routes.map(([place]) =>
            place.replace('/routes/6/location', '/routes/6/redirect/location'),
          );
          expect(told).toEqual(expect.arrayContaining(wanted));
        }),
        { numRuns: 100 },
      );
    },
    PATIENCE,
  );
});
