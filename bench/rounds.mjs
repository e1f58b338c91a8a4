// Interleaved runs: every subject once a round, so that what else the machine does hits all of them alike.
// @ts-check
import { measure } from './measure.mjs';

/** @typedef {import('./measure.mjs').Run} Run */
/** @typedef {import('./measure.mjs').Subject} Subject */

/** A run is noisy when programs of others took more than this part of both cores. */
export const NOISY = 0.05;

/**
 * @typedef {object} Plan
 * @property {number} rounds
 * @property {number} seconds of each run; wrk knows whole seconds only
 * @property {import('./servers.mjs').Server} upstream
 * @property {(line: string) => void} talk
 */

/**
 * Runs all subjects in rounds. A noisy run is repeated at once, as often in all as there are runs; after that noise is only counted.
 * @param {import('./machine.mjs').Tools} tools
 * @param {readonly Subject[]} subjects
 * @param {Plan} plan
 * @returns {Promise<{ runs: Map<string, Run[]>, repeated: number, noisy: number }>} one run a round and subject; `noisy` of them were
 */
export async function runRounds(tools, subjects, { rounds, seconds, upstream, talk }) {
  /** @type {Map<string, Run[]>} */
  const runs = new Map(subjects.map(({ name }) => [name, []]));
  // Traces have to be compiled, and routes to be visited, before anything counts.
  for (const subject of subjects) await measure(tools, subject, { seconds: 1, upstream });
  let repeats = rounds * subjects.length;
  let repeated = 0;
  let noisy = 0;
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? subjects : subjects.toReversed();
    for (const subject of order) {
      let run = await measure(tools, subject, { seconds, upstream });
      for (; run.foreign > NOISY && repeats > 0; repeats--, repeated++) {
        const again = await measure(tools, subject, { seconds, upstream });
        if (again.foreign < run.foreign) run = again;
      }
      if (run.foreign > NOISY) noisy++;
      runs.get(subject.name)?.push(run);
    }
    talk(`round ${round + 1} of ${rounds}: ${repeated} runs repeated so far`);
  }
  return { runs, repeated, noisy };
}
