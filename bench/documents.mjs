// Gateways of any size, for the bench and for tests: the same arguments always give the same document.
// @ts-check

/**
 * How the paths of a document look. `resources`: what people write, `/api/v1/tenant-17/orders/:id`, paths that differ in the middle.
 * `words`: random words from the first segment on.
 * @typedef {'resources' | 'words'} Style
 */

/**
 * What the routes match. `mixed` takes the three in turn.
 * @typedef {'exact' | 'prefix' | 'params' | 'mixed'} Kind
 */

/**
 * One route, and how to make a path it matches.
 * @typedef {{ id: string, path: string, visit: () => string }} Route
 */

const KINDS = /** @type {const} */ (['exact', 'prefix', 'params']);
const RESOURCES = [
  'orders',
  'users',
  'invoices',
  'carts',
  'items',
  'reports',
  'events',
  'files',
  'teams',
  'keys',
];
const SYLLABLES = [
  'ba',
  'co',
  'du',
  'fe',
  'gi',
  'ka',
  'lo',
  'mu',
  'ne',
  'pi',
  'ra',
  'so',
  'tu',
  've',
  'wi',
  'zo',
];

/**
 * A random number generator that always starts the same (mulberry32).
 * @param {number} seed
 * @returns {(below: number) => number} whole numbers from 0
 */
function randomFrom(seed) {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/**
 * @param {(below: number) => number} random
 * @param {number} syllables how many of sixteen
 */
const word = (random, syllables) => Array.from({ length: syllables }, () => SYLLABLES[random(16)]).join('');

/**
 * The segments of a route before its kind is added; no two are equal.
 * @param {Style} style
 * @param {number} index
 * @param {(below: number) => number} random
 */
function stem(style, index, random) {
  if (style === 'resources')
    return [
      'api',
      'v1',
      `tenant-${Math.floor(index / RESOURCES.length)}`,
      `${RESOURCES[index % RESOURCES.length]}`,
    ];
  return [...Array.from({ length: 1 + random(3) }, () => word(random, 2 + random(3))), word(random, 5)];
}

/**
 * @param {{ count: number, style: Style, kind: Kind }} shape
 * @returns {Route[]} routes no two of which match the same paths
 */
export function makeRoutes({ count, style, kind }) {
  const random = randomFrom(count);
  const visits = randomFrom(count + 1);
  const id = () => String(1 + visits(1_000_000));
  return Array.from({ length: count }, (_, index) => {
    const base = `/${stem(style, index, random).join('/')}`;
    const name = `r${index}`;
    switch (kind === 'mixed' ? KINDS[index % KINDS.length] : kind) {
      case 'exact':
        return { id: name, path: `${base}/summary`, visit: () => `${base}/summary` };
      case 'prefix':
        return { id: name, path: `${base}/**`, visit: () => `${base}/${word(visits, 2)}/${id()}` };
      default:
        return { id: name, path: `${base}/:id/parts/:part`, visit: () => `${base}/${id()}/parts/${id()}` };
    }
  });
}

/**
 * Paths to request: every route at least once where there is room, in random order.
 * @param {readonly Route[]} routes
 * @param {number} count how many paths
 * @returns {string[]}
 */
export function makePaths(routes, count) {
  const random = randomFrom(routes.length + 2);
  const paths = Array.from({ length: count }, (_, i) =>
    /** @type {Route} */ (routes[i % routes.length]).visit(),
  );
  for (let i = paths.length - 1; i > 0; i--) {
    const j = random(i + 1);
    [paths[i], paths[j]] = [/** @type {string} */ (paths[j]), /** @type {string} */ (paths[i])];
  }
  return paths;
}

/**
 * What a document is made from. `extra` are lines of YAML: below each route, below the service, and further routes.
 * @typedef {object} Parts
 * @property {string} listen `host:port`
 * @property {string | readonly string[]} upstream `host:port` of each node
 * @property {string} [metrics] `host:port`; metrics are off without it
 * @property {string} [accessLog] a path; `off` without it
 * @property {readonly Route[]} routes
 * @property {(index: number) => readonly string[]} [routeKeys] further keys of a route
 * @property {readonly string[]} [serviceKeys] further keys of the service
 * @property {readonly string[]} [furtherRoutes] routes in flow style
 */

/**
 * The text of a gateway.yaml in which every route goes to one service.
 * @param {Parts} parts
 */
export function gatewayYaml(parts) {
  const { listen, upstream, metrics, accessLog = 'off', routes } = parts;
  return [
    'version: 1',
    'server:',
    `  listen: "${listen}"`,
    '  workers: 1',
    'log:',
    '  level: warn',
    '  format: json',
    `  access_log: ${accessLog}`,
    'metrics:',
    ...(metrics === undefined ? ['  enabled: false'] : [`  addr: "${metrics}"`]),
    'services:',
    '  - id: upstream',
    '    nodes:',
    ...[upstream].flat().map((address) => `      - address: "${address}"`),
    ...(parts.serviceKeys ?? []).map((line) => `    ${line}`),
    'routes:',
    ...(parts.furtherRoutes ?? []).map((route) => `  - ${route}`),
    ...routes.flatMap(({ id, path }, index) => [
      `  - id: ${id}`,
      `    path: "${path}"`,
      '    service_id: upstream',
      ...(parts.routeKeys?.(index) ?? []).map((line) => `    ${line}`),
    ]),
    '',
  ].join('\n');
}
