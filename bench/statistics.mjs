// Middle values: means are useless on a machine other programs use too.
// @ts-check

/** @typedef {{ lower: number, median: number, upper: number }} Quartiles */

/**
 * @param {number} value
 * @param {number} digits after the point
 */
export const round = (value, digits) => Number(value.toFixed(digits));

/**
 * Quartiles, between two samples where they fall between two.
 * @param {readonly number[]} samples at least one
 * @param {number} [digits] of the results, after the point
 * @returns {Quartiles}
 */
export function quartiles(samples, digits = 2) {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (/** @type {number} */ part) => {
    const place = (sorted.length - 1) * part;
    const below = sorted[Math.floor(place)] ?? Number.NaN;
    const above = sorted[Math.ceil(place)] ?? Number.NaN;
    return round(below + (above - below) * (place - Math.floor(place)), digits);
  };
  return { lower: at(0.25), median: at(0.5), upper: at(0.75) };
}
