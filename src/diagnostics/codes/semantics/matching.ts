import { type CodeEntry, prose } from '../entry.ts';

/** Paths, and routes that meet each other. */
export const MATCHING = {
  GW2007: {
    severity: 'error',
    title: 'Path that is not a pattern',
    text: prose`
      The path of a route cannot be read, or no request path could ever match it. Paths are compared after decoding, one
      "/" between segments, without dot segments.

        /users            this path
        /users/**         it and everything below
        /users/:id        one segment, also {id} and {id:[0-9]+}
        /a/*/c  /a/**/c   any segment; any number of them
        ~^/v[0-9]+/       a regex (PCRE)

      wrong:
        path: /caf%C3%A9
        path: /users/{id
      right:
        path: /café
        path: /users/{id}
    `,
  },
  GW2011: {
    severity: 'error',
    title: 'Equal routes',
    text: prose`
      Two routes have the same path, host, methods, conditions and priority. Only the first would ever be used. What
      parameters are called makes no difference: /users/:id and /users/{name} are equal.
    `,
  },
  GW2012: {
    severity: 'warning',
    title: 'Route that no request reaches',
    text: prose`
      Every request this route would take is taken by a route that comes before it. The order is: smaller priority; exact
      paths, then more literal segments, parameters, globs, regexes; exact hosts, wildcards, any host; declaration.
      "gatewayc routes" prints it. The usual cause is a priority: smaller wins.

      wrong:
        - {id: all, path: "/**", priority: 1, service_id: a}
        - {id: users, path: "/users", service_id: b}
      right:
        - {id: all, path: "/**", service_id: a}
        - {id: users, path: "/users", service_id: b}
    `,
  },
  GW2013: {
    severity: 'error',
    title: 'Reserved path',
    text: prose`
      The route's path is one of the gateway's own health paths (/health, /healthz and /ready unless the block "health"
      says otherwise), which are answered before routes are looked at. Choose another path, change the block, or switch
      the endpoints off with "health: {listener: none}".
    `,
  },
  GW2034: {
    severity: 'warning',
    title: 'No routes',
    text: prose`
      The file has no enabled route, so everything but the health paths is answered 404.
    `,
  },
  GW2038: {
    severity: 'info',
    title: 'Health path below a route',
    text: prose`
      A health path of the gateway lies below the path of a route. The gateway keeps answering it; the service never sees
      it. Nothing has to be done unless the service is meant to answer.
    `,
  },
  GW2040: {
    severity: 'warning',
    title: 'Routes that share a method',
    text: prose`
      Two routes have the same path, host, conditions and priority, and some methods in common. For those, the route
      declared first wins. Take the method away from one of them.
    `,
  },
} as const satisfies Readonly<Record<`GW2${number}`, CodeEntry>>;
