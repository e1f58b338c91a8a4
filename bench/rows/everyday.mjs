// A document that uses what documents of that size use, so that `check` has to look at everything.
// @ts-check
import { gatewayYaml, makeRoutes } from '../documents.mjs';

/**
 * What routes have besides a path and a service: nothing, or one of these in turn.
 * @type {readonly (readonly string[])[]}
 */
const EXTRAS = [
  [],
  ['methods: [GET, POST]', 'hosts: [api.example.com, "*.example.com"]'],
  ['timeout: 3s', 'strip_prefix: true', 'add_prefix: /v2'],
  ['headers: { X-Tenant: acme }', 'query: { version: "2" }'],
  ['retry: { attempts: 2, per_try_timeout: 1s, on: [connection, timeout, 5xx] }'],
  [
    'assertion_group_config:',
    '  type: or',
    '  assertions:',
    '    - { type: header, name: X-Client, operator: matches, pattern: "^(web|app)-[0-9]+$" }',
    '    - { type: ip, operator: in_cidr, value: [10.0.0.0/8, 192.168.0.0/16] }',
  ],
  ['request_headers: { set: { X-Route: "${route_id}" }, remove: [X-Debug] }', 'max_body_size: 1m'],
];

/**
 * @param {number} count of routes
 * @returns {string} a gateway.yaml without any finding
 */
export function everyday(count) {
  const routes = makeRoutes({ count, style: 'resources', kind: 'mixed' }).map((route, index) =>
    index % 9 === 8 ? { ...route, path: `~^/reports/${index}/(?<year>[0-9]{4})/[a-z-]+$` } : route,
  );
  return gatewayYaml({
    listen: '8080',
    metrics: '127.0.0.1:9090',
    upstream: ['10.0.0.1:8080', '10.0.0.2:8080'],
    routes,
    routeKeys: (index) => (index % 9 === 8 ? [] : (EXTRAS[index % EXTRAS.length] ?? [])),
  });
}
