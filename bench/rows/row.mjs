// What a row of the results is.
// @ts-check

/**
 * One line of the results. `figure` is what `must` and `aim` are about, in `unit` (`×` is a ratio to `versus`).
 * @typedef {object} Row
 * @property {string} name
 * @property {string} title
 * @property {number} figure
 * @property {'×' | 'ms' | 'MB' | 'KiB'} unit
 * @property {string} [versus] what a ratio is to: the name of another row
 * @property {number} [must]
 * @property {number} [aim]
 * @property {Record<string, unknown>} detail counts, quartiles and what else was seen
 */

/**
 * What rows are made with.
 * @typedef {object} Bench
 * @property {import('../machine.mjs').Tools} tools
 * @property {number} rounds
 * @property {number} seconds of one run under load
 * @property {number} repeats of what is timed once a process
 * @property {(name: string) => boolean} wanted whether a row was asked for
 * @property {(line: string) => void} talk
 */

/** @param {Row} row whether it keeps what it must */
export const keeps = ({ figure, must }) => must === undefined || figure <= must;
