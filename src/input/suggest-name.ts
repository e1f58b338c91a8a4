import { distance } from 'fastest-levenshtein';

/**
 * The name that was probably meant.
 * @param name what was written
 * @param known the names there are
 * @returns the nearest one, at most a third of its letters (rounded up) away; undefined when none is near
 */
export function suggestName(name: string, known: readonly string[]): string | undefined {
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const candidate of known) {
    const away = distance(name, candidate);
    if (away <= Math.ceil(name.length / 3) && away < (best?.distance ?? Number.POSITIVE_INFINITY)) {
      best = { name: candidate, distance: away };
    }
  }
  return best?.name;
}
