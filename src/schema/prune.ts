import type { NodePath } from '../model/path.ts';
import type { Canonical } from './canonical.ts';
import { type Cleanse, cleanser, type Draft, type Entity, isMapping } from './cleanse.ts';
import { createGaps, type Gaps } from './gaps.ts';
import type { SchemaNode } from './node.ts';
import { doubtServices } from './service-doubts.ts';
import type { Spot } from './spot.ts';

/** What is left of a canonical value, and what is not known of it. */
export interface Pruned {
  readonly canonical: Canonical;
  readonly gaps: Gaps;
}

/** What pruning one list needs. */
interface Tools {
  readonly cleanse: Cleanse;
  readonly gaps: Gaps;
}

/**
 * Cuts faults out of a canonical value. What a route or service must have and has not gets something plain in its place, so that
 * every one of them is still there.
 * @param canonical the faulty value; it is not changed
 * @param root the node of the whole document
 * @param spots its faults
 * @returns undefined when the value is no mapping
 */
export function prune(canonical: Canonical, root: SchemaNode, spots: readonly Spot[]): Pruned | undefined {
  if (!isMapping(canonical.value)) return undefined;
  const gaps = createGaps();
  const { cleanse, traces } = cleanser(canonical, spots, gaps);
  const tools = { cleanse, gaps };
  const document = cleanse(root, canonical.value, []);
  for (const [name, node] of root.kept)
    if (node.keys && isMapping(document[name])) document[name] = cleanse(node, document[name], [name]);
  if (!gaps.isKnown([], ['other'])) doubtAbsentLists(document, gaps);
  // Anything may stand in a file that is not there.
  if (!gaps.isKnown([], ['include'])) for (const name of root.kept.keys()) gaps.mark([], name);
  const routes = pruneRoutes(document, root, tools);
  const services = pruneServices(document, root, tools);
  doubtServices({ routes, services, gaps });
  return { canonical: { ...canonical, value: document, traces }, gaps };
}

/** A key of the document that resembles none may be meant for any list that is not there. */
function doubtAbsentLists(document: Draft, gaps: Gaps): void {
  if (document.routes === undefined) gaps.mark([], 'routes');
  if (document.services === undefined && document.proxy === undefined) gaps.mark([], 'services');
}

function pruneRoutes(document: Draft, root: SchemaNode, { cleanse, gaps }: Tools): readonly Entity[] {
  const node = root.keys?.get('routes')?.node.items as SchemaNode;
  const routes = entitiesOf(document.routes, ['routes'], (value, at, index) => {
    const route = cleanse(node, value, at);
    demand({ at, mapping: route }, gaps, { id: String(index + 1), path: ['/'] });
    settleTarget({ at, mapping: route }, { names: node.oneOf, written: value, gaps });
    if (!gaps.isKnown(at, ['path'])) gaps.mark(at, 'paths');
    return route;
  });
  if (routes) document.routes = routes.map(({ mapping }) => mapping);
  return routes ?? [];
}

interface Targets {
  readonly names: readonly string[];
  /** The route before pruning. */
  readonly written: unknown;
  readonly gaps: Gaps;
}

/** A route with one sound target keeps it; any other answers by itself, and what it may have meant is not known. */
function settleTarget({ at, mapping }: Entity, { names, written, gaps }: Targets): void {
  const before = isMapping(written) ? names.filter((name) => written[name] !== undefined) : [];
  const after = names.filter((name) => mapping[name] !== undefined);
  if (before.length === 1 && after.length === 1 && gaps.isKnown(at, names)) return;
  // Other routes may be sent to the inline service by its name.
  if (before.includes('service') || !gaps.isKnown(at, ['service'])) gaps.mark([], 'services');
  for (const name of after) delete mapping[name];
  mapping.respond = {};
  gaps.mark(at, 'target');
}

function pruneServices(document: Draft, root: SchemaNode, { cleanse, gaps }: Tools): readonly Entity[] {
  const node = root.keys?.get('services')?.node.items as SchemaNode;
  const read = (list: unknown, place: NodePath): readonly Entity[] | undefined =>
    entitiesOf(list, place, (value, at, index) => {
      const service = cleanse(node, value, at);
      demand({ at, mapping: service }, gaps, { id: String(index + 1), nodes: [{ address: 'localhost' }] });
      return service;
    });
  const listed = read(document.services, ['services']);
  if (listed) document.services = listed.map(({ mapping }) => mapping);
  const proxy = isMapping(document.proxy) ? (document.proxy as Draft) : {};
  const block = isMapping(proxy.service);
  const place = block ? ['proxy', 'service', 'services'] : ['proxy', 'service'];
  const held = isMapping(proxy.service) ? proxy.service.services : proxy.service;
  const proxied = read(held, place);
  const mappings = proxied?.map(({ mapping }) => mapping);
  if (mappings) proxy.service = block ? { ...(proxy.service as Draft), services: mappings } : mappings;
  if (!gaps.isKnown([], ['proxy']) || !gaps.isKnown(['proxy'], ['service', 'other']))
    gaps.mark([], 'services');
  if (!gaps.isKnown(['proxy'], ['enabled', 'other']))
    for (const { at } of proxied ?? []) gaps.mark(at, 'enabled');
  return [...(listed ?? []), ...(proxied ?? [])];
}

type Prepare = (value: unknown, at: NodePath, index: number) => Draft;

function entitiesOf(list: unknown, place: NodePath, prepare: Prepare): readonly Entity[] | undefined {
  if (!Array.isArray(list)) return undefined;
  return list.map((value, index) => {
    const at = [...place, index];
    return { at, mapping: prepare(value, at, index) };
  });
}

/** Puts values where there must be some; they are not known. */
function demand({ at, mapping }: Entity, gaps: Gaps, values: Readonly<Record<string, unknown>>): void {
  for (const [key, value] of Object.entries(values)) {
    if (mapping[key] !== undefined) continue;
    mapping[key] = value;
    gaps.mark(at, key);
  }
}
