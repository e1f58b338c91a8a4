// One route behind each kind of gateway, against plain nginx.
// @ts-check
import { gatewayYaml } from '../documents.mjs';

/**
 * A subject of the rounds. `versus` names the one it is compared with.
 * @typedef {object} Entry
 * @property {string} name
 * @property {string} title
 * @property {string} versus
 * @property {number} [must]
 * @property {number} [aim]
 * @property {(at: { listen: string, metrics: string, upstream: string }) => string} yaml
 * @property {readonly string[]} paths
 */

const ROUTE = { id: 'api', path: '/api/**', visit: () => '/api/v1/orders/17' };
const paths = [ROUTE.visit()];

/** @type {readonly Entry[]} */
export const SERVING = [
  {
    name: 'route',
    title: 'plain route, request id, forwarded headers, metrics',
    versus: 'plain',
    must: 1.15,
    aim: 1.05,
    yaml: (at) => gatewayYaml({ ...at, routes: [ROUTE] }),
    paths,
  },
  {
    name: 'log',
    title: 'the same with a buffered JSON access log',
    versus: 'plain',
    must: 1.38,
    aim: 1.25,
    yaml: (at) => gatewayYaml({ ...at, routes: [ROUTE], accessLog: 'access.log' }),
    paths,
  },
  {
    name: 'profile',
    title: 'the same through directives of its own (timeout), without log',
    versus: 'plain',
    // The default is what most routes use: two that nobody asks for.
    yaml: (at) =>
      gatewayYaml({
        ...at,
        routes: [{ ...ROUTE, id: 'one', path: '/one' }, { ...ROUTE, id: 'two', path: '/two' }, ROUTE],
        routeKeys: (index) => (index === 2 ? ['timeout: 7s'] : []),
      }),
    paths,
  },
  {
    name: 'balancer',
    title: 'the same with a balancer in Lua (random)',
    versus: 'plain',
    yaml: (at) =>
      gatewayYaml({ ...at, routes: [ROUTE], serviceKeys: ['load_balancer: { algorithm: random }'] }),
    paths,
  },
];
