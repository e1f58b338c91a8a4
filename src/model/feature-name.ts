import type { Feature } from './feature.ts';

const normal = (name: string): string => name.trim().toLowerCase().replaceAll('_', '-');

/**
 * Looks a feature up by its name or an alias; `-`, `_` and case never matter (D10).
 * @param features the features of one family, from the registry
 * @param name as written
 * @returns undefined when no feature has that name
 */
export function findFeature<F extends Feature>(features: readonly F[], name: string): F | undefined {
  const wanted = normal(name);
  return features.find((feature) =>
    [feature.name, ...feature.aliases].some((known) => normal(known) === wanted),
  );
}
