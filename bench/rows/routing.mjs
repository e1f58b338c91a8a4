// 10 routes against 10,000, requested in random order.
// @ts-check
import { gatewayYaml, makePaths, makeRoutes } from '../documents.mjs';

/** @typedef {import('./serving.mjs').Entry} Entry */
/** @typedef {import('../documents.mjs').Kind} Kind */
/** @typedef {import('../documents.mjs').Style} Style */

const FEW = 10;
export const MANY = 10_000;

/** Different paths a run asks for: each of 10,000 routes twice. */
export const PATHS = 20_000;

/**
 * @param {{ style: Style, kind: Kind, count: number }} shape
 * @returns {Pick<Entry, 'yaml' | 'paths'>}
 */
export function routing(shape) {
  const routes = makeRoutes(shape);
  return { yaml: (at) => gatewayYaml({ ...at, routes }), paths: makePaths(routes, PATHS) };
}

/**
 * @param {Style} style
 * @param {Kind} kind
 * @param {Pick<Entry, 'must' | 'aim'>} goal
 * @returns {Entry[]} the small gateway and the large one
 */
function pair(style, kind, goal) {
  const few = `${style}-${kind}-10`;
  const what = `${kind === 'mixed' ? 'exact, prefix and params mixed' : `${kind} only`}, ${style === 'words' ? 'random words' : 'realistic paths'}`;
  return [
    { name: few, title: `10 routes, ${what}`, versus: 'plain', ...routing({ style, kind, count: FEW }) },
    {
      name: `${style}-${kind}-10000`,
      title: `10,000 routes against 10, ${what}`,
      versus: few,
      ...goal,
      ...routing({ style, kind, count: MANY }),
    },
  ];
}

const goal = { must: 1.25, aim: 1.15 };

/** Made on demand: it is a hundred thousand paths. */
export const routingEntries = () => [
  ...pair('resources', 'mixed', goal),
  ...pair('words', 'mixed', goal),
  ...pair('resources', 'exact', {}),
  ...pair('resources', 'prefix', {}),
  ...pair('resources', 'params', {}),
];
