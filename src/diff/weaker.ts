import type { Leaf, ListenerModel, Model } from '../emit/model/model.ts';
import type { EntityChange, Rerouted, Weaker } from './difference.ts';
import { effectiveField, effectiveRetry, INHERITED, lookupIn, serviceOf } from './effective.ts';
import type { Sides } from './matching.ts';

/** Fields whose greater value lets more in: durations and sizes. */
const LIMITS = new Set([
  'server.read_timeout',
  'server.write_timeout',
  'server.idle_timeout',
  'server.max_body_size',
  'server.max_header_bytes',
  'timeout',
  'connect_timeout',
  'max_body_size',
  'retry.per_try_timeout',
]);

/** Fields that go from a safe value to another. */
const SAFE: Readonly<Record<string, Leaf>> = {
  'server.paths': 'strict',
  'server.tls.min_version': '1.3',
  'server.tls.redirect_http': true,
  'tls.verify': true,
  protocol: 'https',
  tls: true,
  'retry.non_idempotent': false,
};

/** What is a matter of load rather than of who may do what. */
const LOAD = new Set(['retry.non_idempotent']);

/**
 * The protections and limits that let more through than before.
 * @param models both sides
 * @param entities what differs
 * @param rerouted requests that are answered by something else
 */
export function weakerThan(
  models: Sides<Model>,
  entities: readonly EntityChange[],
  rerouted: readonly Rerouted[],
): readonly Weaker[] {
  return [
    ...entities.filter(({ change }) => change === 'changed').flatMap(fromFields),
    ...retargeted(models, entities),
    ...rerouted.flatMap(noLongerRefused),
    ...models.after.listeners
      .filter((listener) => isOpenMetrics(listener) && !models.before.listeners.some(isOpenMetrics))
      .map(
        ({ address }): Weaker => ({
          entity: 'listener',
          id: address,
          field: 'use',
          new: 'metrics for everybody',
          kind: 'security',
        }),
      ),
  ];
}

function fromFields({ entity, fields, id }: EntityChange): readonly Weaker[] {
  return fields.flatMap((change): readonly Weaker[] => {
    const { name, old, new: now } = change;
    const values = { ...(old !== undefined && { old }), ...(now !== undefined && { new: now }) };
    const weaker = (kind: Weaker['kind']): readonly Weaker[] => [
      { entity, id, field: name, ...values, kind },
    ];
    if (LIMITS.has(name)) return grows(old, now) ? weaker('limit') : [];
    if (name in SAFE && old === SAFE[name] && now !== undefined)
      return weaker(LOAD.has(name) ? 'limit' : 'security');
    return name === 'server.trusted_proxies' && widens(old, now) ? weaker('security') : [];
  });
}

/** A limit that is gone lets everything in. */
const grows = (old: Leaf | undefined, now: Leaf | undefined): boolean =>
  typeof old === 'number' && (now === undefined || (typeof now === 'number' && now > old));

const widens = (old: Leaf | undefined, now: Leaf | undefined): boolean =>
  Array.isArray(now) && now.some((block) => !(Array.isArray(old) && old.includes(block)));

/** Routes that go to another service may find other timeouts there. */
function retargeted(models: Sides<Model>, entities: readonly EntityChange[]): readonly Weaker[] {
  const lookups = { before: lookupIn(models.before), after: lookupIn(models.after) };
  const routes = {
    before: new Map(models.before.routes.map((route) => [route.id, route])),
    after: new Map(models.after.routes.map((route) => [route.id, route])),
  };
  const moved = entities.filter(
    ({ change, entity, fields }) =>
      entity === 'route' && change === 'changed' && fields.some(({ name }) => name === 'service_id'),
  );
  return moved.flatMap(({ fields, id }) => {
    const [old, now] = [routes.before.get(id), routes.after.get(id)];
    if (!old || !now) return [];
    const inherited = INHERITED.map(
      (name) =>
        [name, effectiveField(old, name, lookups.before), effectiveField(now, name, lookups.after)] as const,
    );
    const retries = [
      effectiveRetry(old.fields, serviceOf(old, lookups.before)),
      effectiveRetry(now.fields, serviceOf(now, lookups.after)),
    ] as const;
    const name = 'retry.non_idempotent';
    return [...inherited, [name, retries[0][name], retries[1][name]] as const]
      .filter(([field]) => !fields.some((change) => change.name === field))
      .filter(([field, a, b]) => (field === name ? a === false && b === true : grows(a, b)))
      .map(([field, a, b]): Weaker => {
        const values = { ...(a !== undefined && { old: a }), ...(b !== undefined && { new: b }) };
        return { entity: 'route', id, field, ...values, kind: 'limit' };
      });
  });
}

function noLongerRefused({ from, to }: Rerouted): readonly Weaker[] {
  if (from.kind !== 'route' || from.refuse === undefined || to.kind !== 'route' || to.refuse !== undefined)
    return [];
  return [
    {
      entity: 'route',
      id: to.route,
      field: 'assertion_group_config',
      old: `${from.refuse} from ${from.route}`,
      new: 'let through',
      kind: 'security',
    },
  ];
}

const isOpenMetrics = ({ address, use }: ListenerModel): boolean =>
  use === 'metrics' && !/^(?:127\.|\[::1\]|localhost)/.test(address);
