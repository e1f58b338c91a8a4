import { suggestName } from '../input/suggest-name.ts';

/**
 * The way out of a misspelt name.
 * @param wrong what was written
 * @param known what could have been meant
 * @param otherwise said when nothing comes near
 * @returns `did you mean "x"?`, or the other sentence
 */
export function didYouMean(wrong: string, known: readonly string[], otherwise: string): string {
  const nearest = suggestName(wrong, known);
  return nearest === undefined ? otherwise : `did you mean "${nearest}"?`;
}
