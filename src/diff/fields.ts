import { conditionKey } from '../emit/model/condition.ts';
import type { Fields, KnownCondition, RouteModel, ServiceModel } from '../emit/model/model.ts';
import { demandsOf } from './describe-condition.ts';
import type { FieldChange } from './difference.ts';
import { effectiveField, effectiveRetry, hasRetry, INHERITED, type Lookup, serviceOf } from './effective.ts';
import { sameLeaf } from './leaf.ts';
import type { Sides } from './matching.ts';

/**
 * The fields that differ, in the order they have on the new side.
 * @param old fields of the old side
 * @param now fields of the new side
 */
export function fieldChanges(old: Fields, now: Fields): readonly FieldChange[] {
  const names = new Set([...Object.keys(now), ...Object.keys(old)]);
  return [...names]
    .filter((name) => !sameLeaf(old[name], now[name]))
    .map((name) => ({
      name,
      ...(old[name] !== undefined && { old: old[name] }),
      ...(now[name] !== undefined && { new: now[name] }),
    }));
}

/**
 * All fields of a route, its conditions among them.
 * @param route a route
 */
export function routeFields({ fields, require, when }: RouteModel): Fields {
  return {
    ...fields,
    ...(when && { conditions: demandsOf(when) }),
    ...(require && { [refusalName(require)]: demandsOf(require.condition) }),
  };
}

/**
 * The fields of a route that differ. What a route inherits counts only where one of the sides says it itself, so that a change of a
 * service is not told again for each of its routes, and so that saying what is inherited anyway is no difference.
 * @param routes both sides
 * @param lookups their models
 */
export function routeChanges(
  { before, after }: Sides<RouteModel>,
  lookups: Sides<Lookup>,
): readonly FieldChange[] {
  return [
    ...fieldChanges(comparable(before, after, lookups.before), comparable(after, before, lookups.after)),
    ...conditionChange('conditions', before.when, after.when),
    ...refusalChange(before.require, after.require),
  ];
}

/** Conditions are compared as such: their texts name secrets by where they come from. */
function conditionChange(
  name: string,
  before: KnownCondition | undefined,
  after: KnownCondition | undefined,
): readonly FieldChange[] {
  const [old, now] = [before && conditionKey(before), after && conditionKey(after)];
  if (old === now) return [];
  return [{ name, ...(before && { old: demandsOf(before) }), ...(after && { new: demandsOf(after) }) }];
}

function refusalChange(before: RouteModel['require'], after: RouteModel['require']): readonly FieldChange[] {
  if (before?.status === after?.status && after)
    return conditionChange(refusalName(after), before?.condition, after.condition);
  return [
    ...(after ? conditionChange(refusalName(after), undefined, after.condition) : []),
    ...(before ? conditionChange(refusalName(before), before.condition, undefined) : []),
  ];
}

const refusalName = ({ status }: { readonly status: number }): string => `conditions (else ${status})`;

function comparable(route: RouteModel, other: RouteModel, lookup: Lookup): Fields {
  const said = INHERITED.filter(
    (name) => route.fields[name] !== undefined || other.fields[name] !== undefined,
  ).flatMap((name) => {
    const value = effectiveField(route, name, lookup);
    return value === undefined ? [] : [[name, value] as const];
  });
  const retry = hasRetry(route.fields) || hasRetry(other.fields);
  return {
    ...route.fields,
    ...Object.fromEntries(said),
    ...(retry && effectiveRetry(route.fields, serviceOf(route, lookup))),
  };
}

/**
 * The fields of a service that differ, without its nodes.
 * @param services both sides
 */
export function serviceChanges({ before, after }: Sides<ServiceModel>): readonly FieldChange[] {
  const retry = hasRetry(before.fields) || hasRetry(after.fields);
  const fieldsOf = (service: ServiceModel): Fields => ({
    ...service.fields,
    ...(retry && effectiveRetry(service.fields, service)),
  });
  return fieldChanges(fieldsOf(before), fieldsOf(after));
}
