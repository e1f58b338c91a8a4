import type { BalancerFeature, OptionProblem } from '../../model/feature.ts';

/** What a key has a name for. */
const NAMED = ['header', 'cookie', 'query'] as const;

/**
 * A key that has a name is named, and nothing else is: `header: X-User` beside `hash_on: cookie` would do nothing.
 * @param options `hash_on` and the names
 */
function examine(options: Readonly<Record<string, unknown>>): readonly OptionProblem[] {
  const on = String(options.hash_on);
  const problems = NAMED.filter((name) => name !== on && options[name] !== undefined).map((name) => ({
    key: name,
    message: `"${name}" is not used with "hash_on: ${on}"`,
    help: `remove it, or write "hash_on: ${name}"`,
  }));
  if (NAMED.some((name) => name === on) && options[on] === undefined)
    return [
      ...problems,
      {
        key: 'hash_on',
        message: `"hash_on: ${on}" does not say which ${on}`,
        help: `add the name of the ${on}: "${on}: <name>"`,
      },
    ];
  return problems;
}

/**
 * In Lua on every server (M058, M169): nginx's `hash … consistent` builds another ring than Lua can fall in with when names resolve or more
 * tries are wanted, its points grow with the weights, and requests without a key go round.
 */
export const feature = {
  family: 'balancer',
  name: 'consistent-hash',
  aliases: ['ketama'],
  summary: 'Requests with the same key go to the same node; a node that leaves moves about one key in n.',
  weighted: true,
  native: undefined,
  examine,
} as const satisfies BalancerFeature;
