import { type PathPattern, specificity } from './pattern.ts';

/** What decides the order of two ways to reach a route. */
export interface Ranked {
  readonly priority: number;
  readonly host: string | undefined;
  readonly pattern: PathPattern;
  /** Position in the document, counted over routes, then paths, then hosts. */
  readonly order: number;
}

/** Exact hosts, then wildcards, longer ones first, then any host. */
function hostClass(host: string | undefined): readonly [number, number] {
  if (host === undefined) return [2, 0];
  return host.startsWith('*.') ? [1, -host.length] : [0, 0];
}

/**
 * Sorts matches into rank order (D23, D31): priority, smaller first; then specificity of the path; then host, exact before wildcard
 * before none; then declaration. No two are ever equal.
 * @param items in any order
 * @returns a new array, best first
 */
export function rankOrder<T extends Ranked>(items: readonly T[]): T[] {
  const keyed = items.map((item) => ({
    item,
    key: [item.priority, ...specificity(item.pattern), ...hostClass(item.host), item.order],
  }));
  keyed.sort((a, b) => {
    for (let i = 0; i < a.key.length; i++) {
      const difference = (a.key[i] as number) - (b.key[i] as number);
      if (difference !== 0) return difference;
    }
    return 0;
  });
  return keyed.map(({ item }) => item);
}
