/** What a route or service ends up with where it says nothing itself. */
import type { Fields, Leaf, Model, RouteModel, ServiceModel } from '../emit/model/model.ts';

/** Looks things up in one model. */
export interface Lookup {
  readonly model: Model;
  readonly services: ReadonlyMap<string, ServiceModel>;
}

/** @param model the model to look things up in */
export const lookupIn = (model: Model): Lookup => ({
  model,
  services: new Map(model.services.map((service) => [service.id, service])),
});

/**
 * The service of a route.
 * @returns undefined when the gateway answers itself
 */
export function serviceOf({ fields }: RouteModel, { services }: Lookup): ServiceModel | undefined {
  return typeof fields.service_id === 'string' ? services.get(fields.service_id) : undefined;
}

/** Fields a route inherits, and where it looks for them. */
export const INHERITED = ['timeout', 'connect_timeout', 'max_body_size'] as const;

/**
 * The value a route ends up with for a field it may inherit.
 * @param route the route
 * @param field one of {@link INHERITED}
 * @param lookup its model
 */
export function effectiveField(
  route: RouteModel,
  field: (typeof INHERITED)[number],
  lookup: Lookup,
): Leaf | undefined {
  const own = route.fields[field];
  if (own !== undefined) return own;
  return field === 'max_body_size'
    ? lookup.model.settings['server.max_body_size']
    : serviceOf(route, lookup)?.fields[field];
}

const PREFIX = 'retry.';

/** Whether there are retry settings among fields. */
export const hasRetry = (fields: Fields): boolean => fields['retry.attempts'] !== undefined;

/**
 * The retry settings that fields stand for: their own, else those of the service, else one more try when there is another node.
 * @param fields of a route or a service
 * @param service the service that is asked
 */
export function effectiveRetry(fields: Fields, service: ServiceModel | undefined): Fields {
  const own = [fields, service?.fields].find((some) => some !== undefined && hasRetry(some));
  if (own) return Object.fromEntries(Object.entries(own).filter(([name]) => name.startsWith(PREFIX)));
  return {
    'retry.attempts': (service?.nodes.length ?? 0) > 1 ? 2 : 1,
    'retry.on': ['connection'],
    'retry.non_idempotent': false,
  };
}
