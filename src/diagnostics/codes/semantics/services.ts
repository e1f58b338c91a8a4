import { type CodeEntry, prose } from '../entry.ts';

/** Ids, services and their nodes. */
export const SERVICES = {
  GW2001: {
    severity: 'error',
    title: 'Unknown service',
    text: prose`
      A route names a service that is not declared. Services are found by their exact id.

      wrong:
        routes: [{id: users, path: /users, service_id: user-service}]
        services: [{id: users-service, nodes: [{address: "10.0.0.1:8080"}]}]
      right:
        routes: [{id: users, path: /users, service_id: users-service}]
    `,
  },
  GW2002: {
    severity: 'error',
    title: 'Duplicate route id',
    text: prose`
      Two routes have the same id. Ids name routes in logs, metrics and overrides, so each is used once; case is no
      difference.
    `,
  },
  GW2003: {
    severity: 'error',
    title: 'Duplicate service id',
    text: prose`
      Two services have the same id. An id names an nginx upstream, and upstreams that differ in case only are one. A
      service written inline on two routes may be repeated word for word; with different nodes it needs another name.
    `,
  },
  GW2004: {
    severity: 'error',
    title: 'Duplicate node id',
    text: prose`
      Two nodes of one service have the same id. The id is what logs and the list of nodes call it. Without an id a node
      is called by its address.
    `,
  },
  GW2005: {
    severity: 'error',
    title: 'Duplicate node address',
    text: prose`
      Two nodes of one service have the same address, so it would get twice its share and count as two when nodes fail.

      wrong:
        nodes: [{address: "10.0.0.1:80"}, {address: "10.0.0.1:80"}]
      right:
        nodes: [{address: "10.0.0.1:80", weight: 200}]
    `,
  },
  GW2006: {
    severity: 'error',
    title: 'Id that is not an identifier',
    text: prose`
      Ids of routes and services are 1 to 64 letters, digits, ".", "_" and "-". They stand in nginx.conf, in file names
      and in labels, where nothing else is safe.
    `,
  },
  GW2014: {
    severity: 'error',
    title: 'Service without a node',
    text: prose`
      A service has no node that could get a request: it lists none, or all are disabled or have weight 0. Every request
      would be answered 503. Disable the service and its routes if that is what is meant.
    `,
  },
  GW2015: {
    severity: 'warning',
    title: 'Unused service',
    text: prose`
      No enabled route is sent to this service. It may be a leftover, or a route names another service by mistake.
    `,
  },
  GW2016: {
    severity: 'error',
    title: 'Disabled service',
    text: prose`
      An enabled route is sent to a service with "enabled: false". Disable the route too, or enable the service.
    `,
  },
  GW2027: {
    severity: 'error',
    title: 'Retry that nginx cannot do',
    text: prose`
      A request can be tried again when the connection fails ("connection"), when it times out ("timeout"), on "5xx" (500,
      502, 503, 504), or on the single statuses 403, 404, 429, 500, 502, 503 and 504. "attempts" counts the first try.

      wrong:
        retry: {attempts: 2, on: [501]}
      right:
        retry: {attempts: 2, on: [5xx]}
    `,
  },
  GW2028: {
    severity: 'error',
    title: 'Upstream host that is not one',
    text: prose`
      "host_rewrite: upstream" sends the host of the nodes as Host, and the nodes of this service have different ones.
      Write the name the service expects.

      right:
        host_rewrite: users.internal
    `,
  },
  GW2041: {
    severity: 'error',
    title: 'Unknown balancer',
    text: prose`
      The algorithm of a service is none there is. No other algorithm takes its place in silence.
    `,
  },
  GW2047: {
    severity: 'error',
    title: 'Options of a balancer that do not agree',
    text: prose`
      A balancer has an option that another of its options leaves without effect, or one that is missing. What
      "hash_on" names, a header, a cookie or a query parameter, stands beside it.

      wrong:
        load_balancer: {algorithm: consistent-hash, hash_on: header}
      right:
        load_balancer: {algorithm: consistent-hash, hash_on: header, header: X-User}
    `,
  },
  GW2042: {
    severity: 'error',
    title: 'Try that outlasts all tries',
    text: prose`
      "per_try_timeout" is above "timeout", which bounds all tries of a request together, so a second try never happens.

      wrong:
        timeout: 5s
        retry: {attempts: 3, per_try_timeout: 10s}
      right:
        timeout: 5s
        retry: {attempts: 3, per_try_timeout: 1500ms}
    `,
  },
  GW2043: {
    severity: 'error',
    title: 'TLS settings of a plain service',
    text: prose`
      A service has "tls" and its protocol is http: its requests would travel in the clear in spite of the settings.
      Write "protocol: https", or remove "tls".
    `,
  },
  GW2044: {
    severity: 'error',
    title: 'Half a client certificate',
    text: prose`
      "cert_file" and "key_file" of a service's TLS belong together.
    `,
  },
  GW2046: {
    severity: 'error',
    title: 'No name to verify a node by',
    text: prose`
      The service speaks https and verifies certificates, but a node is written as an address. nginx compares a certificate with a
      name, so no certificate would ever pass and every request would end in 502.

      Say which name the certificate is for:

          services:
            - id: payments
              protocol: https
              tls: { server_name: payments.example.com }
              nodes: [{ address: "10.0.0.7:443" }]

      or write the node with its host name.
    `,
  },
} as const satisfies Readonly<Record<`GW2${number}`, CodeEntry>>;
