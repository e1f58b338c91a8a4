/**
 * Random gateways with contradictions, and faults of form to write over them. Mending the form gives back the gateway; its
 * contradictions are there before and after.
 */
import fc from 'fast-check';
import { gatewayArbitrary } from './arbitrary.ts';

type Block = Record<string, unknown>;

/** A document as YAML would give it. */
export type Plain = Block & { readonly routes: readonly Block[]; readonly services: readonly Block[] };

const SLOW = '~^/(a+)+$';

/** Contradictions of routes, and settings whose findings other places decide. */
const ROUTE_TWISTS: readonly Block[] = [
  { id: 'r0' },
  { id: 'R1' },
  { id: 'no id' },
  { paths: ['no-slash'] },
  { paths: [SLOW], match_type: 'auto' },
  { paths: ['/same'], match_type: 'auto' },
  { paths: ['/same', '/b;..;/c'], match_type: 'auto' },
  { service_id: 'nowhere' },
  { service_id: 's0', rewrite: '/${path.nothing}' },
  { service_id: 's1', request_headers: { set: { 'X-A': '${nothing}' } }, strip_prefix: true },
  {
    service_id: 's1',
    host_rewrite: 'upstream',
    timeout: '1s',
    retry: { attempts: 4, per_try_timeout: '2s' },
  },
  { service_id: 's0', protocol: 'https', retry: { attempts: 4, on: ['nonsense'] } },
  { service_id: 's0', enabled: false },
  { service_id: 'in' },
  { service: { name: 'in', endpoints: ['10.0.0.9', 'b:80'] } },
  { service: { name: 'in', endpoints: ['10.0.0.9', 'b:80'] }, protocol: 'https' },
  { redirect: '//elsewhere' },
  { redirect: '/x', strip_prefix: '/a', methods: ['POST'] },
  { methods: ['POST'], assertion_group_config: { assertions: [{ type: 'method', value: 'GET' }] } },
  { paths: ['/health'], match_type: 'exact' },
];

const SERVICES: readonly Block[] = [
  { id: 's0', nodes: [{ address: 'a' }, { address: 'a:80' }] },
  { id: 's1', nodes: [{ address: '10.0.0.1:443' }, { address: 'b:443' }], protocol: 'https' },
  { id: 's1', nodes: [{ address: 'c:1', weight: 0 }], enabled: false },
  {
    id: 'S0',
    nodes: [{ address: 'c:1', weight: 0 }],
    timeout: '1s',
    retry: { attempts: 2, per_try_timeout: '9s' },
  },
  { id: 's2', nodes: [{ address: 'https://10.0.0.1' }], tls: { verify: false } },
  { id: 's3', nodes: [{ address: '10.0.0.1' }], tls: { verify: true } },
];

const TOP: readonly Block[] = [
  {},
  { server: { listen: [8080, 8080], trusted_proxies: ['x'] } },
  { server: { listen: 8080, paths: 'lenient' }, metrics: { enabled: false, addr: ':8080' } },
  { metrics: { addr: ':8080' }, health: { paths: ['/same'], listener: 'public' } },
  {
    health: { listener: 'none' },
    proxy: { enabled: false, service: { services: [{ id: 's1', nodes: [{ address: 'p:1' }] }] } },
  },
];

const TARGETS = ['respond', 'redirect', 'service', 'service_id'];

function twist(route: Block, change: Block | undefined): Block {
  const retargets = Object.keys(change ?? {}).some((key) => TARGETS.includes(key));
  const kept = Object.entries(route).filter(([key]) => !(retargets && TARGETS.includes(key)));
  return { ...Object.fromEntries(kept), ...change };
}

/** Gateways of sound form with contradictions. */
export const contradictoryGateway: fc.Arbitrary<Plain> = fc
  .record({
    gateway: gatewayArbitrary,
    twists: fc.array(fc.option(fc.constantFrom(...ROUTE_TWISTS), { nil: undefined }), {
      minLength: 12,
      maxLength: 12,
    }),
    services: fc.array(fc.constantFrom(...SERVICES), { maxLength: 4 }),
    top: fc.constantFrom(...TOP),
  })
  .map(({ gateway, services, top, twists }) => ({
    ...gateway,
    ...top,
    routes: gateway.routes.map((route, i) => twist(route as unknown as Block, twists[i])),
    services,
  }));

/** One fault of form: of the block a random number chooses, and there of the key another chooses. */
export interface Fault {
  readonly kind: 'misspelt' | 'stray' | 'list' | 'empty' | 'gone' | 'not-built' | 'no-block';
  readonly block: number;
  readonly key: number;
}

/** Random faults of form. */
export const faultArbitrary: fc.Arbitrary<Fault> = fc.record({
  kind: fc.constantFrom<Fault['kind']>('misspelt', 'stray', 'list', 'empty', 'gone', 'not-built', 'no-block'),
  block: fc.nat(1_000),
  key: fc.nat(1_000),
});

/** Keys whose absence is a fault, but for `service`: a service that is written nowhere is unknown indeed. */
const REQUIRED = ['id', 'paths', 'respond', 'redirect', 'service_id', 'nodes'];

/**
 * Writes a fault of form over a block.
 * @param block a sound block
 * @param fault what to do to it
 * @returns the faulty one; the block itself where the fault would be none
 */
export function spoil(block: Block, { key: which, kind }: Fault): unknown {
  const keys = Object.keys(block).filter((key) => key !== 'version' && key !== 'x');
  const key = keys[which % Math.max(keys.length, 1)];
  if (kind === 'stray') return { ...block, zzzzzzzzzzzz: 1 };
  if (kind === 'not-built') return 'paths' in block ? { ...block, limiter_config: { rate: 1 } } : block;
  if (key === undefined) return block;
  if (kind === 'no-block') return [[[]]];
  if (kind === 'list') return { ...block, [key]: [[[]]] };
  if (kind === 'empty') return { ...block, [key]: null };
  const entity = 'match_type' in block || 'nodes' in block || 'id' in block;
  if (kind === 'gone' && !(entity && REQUIRED.includes(key))) return block;
  const { [key]: value, ...rest } = block;
  return kind === 'gone' ? rest : { ...rest, [`${key}q`]: value };
}
