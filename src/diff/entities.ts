import type { Fields, ListenerModel, Model, NodeModel, ServiceModel } from '../emit/model/model.ts';
import type { EntityChange, FieldChange } from './difference.ts';
import { lookupIn } from './effective.ts';
import { fieldChanges, routeChanges, routeFields, serviceChanges } from './fields.ts';
import type { Sides } from './matching.ts';
import type { FindPlace } from './places.ts';

type Named = Pick<EntityChange, 'entity' | 'id' | 'service'>;

/**
 * Compares two models entity by entity.
 * @param models both sides
 * @param findPlace finds places in the YAML of the new side
 * @returns settings first, then listeners, services, nodes and routes, each sorted
 */
export function entityChanges(
  { before, after }: Sides<Model>,
  findPlace: FindPlace,
): readonly EntityChange[] {
  const lookups = { before: lookupIn(before), after: lookupIn(after) };
  const put = placer(findPlace);
  return [
    ...settings({ before, after }).map((change) =>
      put.changed({ entity: 'setting', id: change.name }, [change]),
    ),
    ...pairs(before.listeners, after.listeners, listenerKey).flatMap(([old, now]) => {
      const named: Named = { entity: 'listener', id: (now ?? old)?.address as string };
      return one(put, named, { old: old && listenerFields(old), now: now && listenerFields(now) });
    }),
    ...pairs(before.services, after.services, ({ id }) => id).flatMap(([old, now]) => {
      const named: Named = { entity: 'service', id: (now ?? old)?.id as string };
      const own =
        old && now
          ? changedOnly(put, named, serviceChanges({ before: old, after: now }))
          : one(put, named, { old: old?.fields, now: now?.fields });
      return [...own, ...nodes(put, { before: old, after: now })];
    }),
    ...pairs(before.routes, after.routes, ({ id }) => id).flatMap(([old, now]) => {
      const named: Named = { entity: 'route', id: (now ?? old)?.id as string };
      return old && now
        ? changedOnly(put, named, routeChanges({ before: old, after: now }, lookups))
        : one(put, named, { old: old && routeFields(old), now: now && routeFields(now) });
    }),
  ];
}

const settings = ({ before, after }: Sides<Model>): readonly FieldChange[] =>
  fieldChanges(before.settings, after.settings);

const listenerKey = ({ address, use }: ListenerModel): string => `${use} ${address}`;
const listenerFields = ({ tls, use }: ListenerModel): Fields => ({ use, tls });

/** Entities of one key on both sides, sorted by it. */
function pairs<T>(
  before: readonly T[],
  after: readonly T[],
  keyOf: (item: T) => string,
): readonly (readonly [T | undefined, T | undefined])[] {
  const old = new Map(before.map((item) => [keyOf(item), item]));
  const now = new Map(after.map((item) => [keyOf(item), item]));
  const keys = [...new Set([...old.keys(), ...now.keys()])].sort();
  return keys.map((key) => [old.get(key), now.get(key)]);
}

interface Placer {
  readonly changed: (named: Named, fields: readonly FieldChange[]) => EntityChange;
  readonly added: (named: Named, fields: Fields) => EntityChange;
  readonly removed: (named: Named, fields: Fields) => EntityChange;
}

function placer(findPlace: FindPlace): Placer {
  const withPlace = (named: Named, change: FieldChange): FieldChange => {
    const place = findPlace(named, change.name);
    return place ? { ...change, place } : change;
  };
  const at = (named: Named) => {
    const place = findPlace(named);
    return place && { place };
  };
  return {
    changed: (named, fields) => ({
      ...named,
      change: 'changed',
      ...at(named),
      fields: fields.map((change) => withPlace(named, change)),
    }),
    added: (named, fields) => ({ ...named, change: 'added', ...at(named), fields: fieldChanges({}, fields) }),
    removed: (named, fields) => ({ ...named, change: 'removed', fields: fieldChanges(fields, {}) }),
  };
}

const changedOnly = (put: Placer, named: Named, fields: readonly FieldChange[]): readonly EntityChange[] =>
  fields.length === 0 ? [] : [put.changed(named, fields)];

function one(
  put: Placer,
  named: Named,
  { old, now }: { readonly old: Fields | undefined; readonly now: Fields | undefined },
): readonly EntityChange[] {
  if (old && now) return changedOnly(put, named, fieldChanges(old, now));
  if (now) return [put.added(named, now)];
  return old ? [put.removed(named, old)] : [];
}

/** Nodes are told apart by address. Only the ratio of weights counts: where all are scaled alike, nothing has changed. */
function nodes(
  put: Placer,
  { before, after }: { readonly before: ServiceModel | undefined; readonly after: ServiceModel | undefined },
): readonly EntityChange[] {
  const [old, now] = [before?.nodes ?? [], after?.nodes ?? []];
  // A balancer that looks at no weights has none to compare.
  const weighted = [...old, ...now].every(({ weight }) => weight !== undefined);
  const scaled = JSON.stringify(ratios(old)) === JSON.stringify(ratios(now));
  if (scaled && weighted) return [];
  const fieldsOf = ({ weight }: NodeModel): Fields => (weighted && weight !== undefined ? { weight } : {});
  const service = (after ?? before)?.id as string;
  return pairs(old, now, ({ address }) => address).flatMap(([was, is]) => {
    const named: Named = { entity: 'node', id: (is ?? was)?.address as string, service };
    return one(put, named, { old: was && fieldsOf(was), now: is && fieldsOf(is) });
  });
}

function ratios(list: readonly NodeModel[]): readonly (readonly [string, number])[] {
  const divisor = list.reduce((sum, { weight = 1 }) => gcd(sum, weight), 0);
  return list.map(({ address, weight = 1 }) => [address, weight / divisor]);
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
