import { type CodeEntry, prose } from '../entry.ts';

/** What a route does to requests and answers. */
export const REWRITING = {
  GW2008: {
    severity: 'error',
    title: 'Unknown run-time variable',
    text: prose`
      A template uses a variable that does not exist where it stands. Everywhere: request_id, client_ip, host, method,
      scheme, path, route_id, service_id, and path.<name> for what the path captured. In response headers also
      response_time and status. $\${ stands for the two characters.

      wrong:
        request_headers: {set: {X-Time: "\${response_time}"}}
      right:
        response_headers: {set: {X-Time: "\${response_time}"}}
    `,
  },
  GW2009: {
    severity: 'error',
    title: 'Unknown capture',
    text: prose`
      A template uses \${path.name}, and a path of the route captures no such name. Captures are :name, {name}, named
      groups of a regex, the numbers of its groups, and "rest" for what a trailing /** matched.

      wrong:
        path: /users/:id
        rewrite: "/people/\${path.user}"
      right:
        rewrite: "/people/\${path.id}"
    `,
  },
  GW2010: {
    severity: 'error',
    title: 'Prefix that cannot be stripped',
    text: prose`
      "strip_prefix: true" takes the literal segments a path starts with away; a text takes its own segments away, which
      every path of the route must start with, whole.

      wrong:
        path: /api/users/**
        strip_prefix: /ap
      right:
        strip_prefix: /api
    `,
  },
  GW2029: {
    severity: 'error',
    title: 'Header that is not valid HTTP',
    text: prose`
      A header name is made of letters, digits and !#$%&'*+-.^_|~ and the backtick; a value has no control characters; one
      edit names a header once, in whatever case.
    `,
  },
  GW2030: {
    severity: 'error',
    title: 'Header that belongs to the gateway',
    text: prose`
      The gateway sets this header itself, for each connection: Connection, Content-Length, Transfer-Encoding, Upgrade, TE,
      Trailer, Host ("host_rewrite" changes it), Expect, X-Request-Id, X-Real-IP and X-Forwarded-*. An edit would break
      requests or let clients forge what services trust.
    `,
  },
  GW2031: {
    severity: 'error',
    title: 'Location that leads nowhere',
    text: prose`
      A redirect goes to a path of the same host, or to an absolute http or https URL whose host is not taken from the
      request's path.

      wrong:
        redirect: {location: new.example.com}
      right:
        redirect: {location: "https://new.example.com/\${path.rest}"}
    `,
  },
  GW2035: {
    severity: 'warning',
    title: 'Body that is not JSON',
    text: prose`
      A static answer is announced as JSON and its body cannot be parsed as JSON. "content_type" is application/json unless
      it is set.
    `,
  },
  GW2037: {
    severity: 'error',
    title: 'Path edit that makes no path',
    text: prose`
      "rewrite" and "add_prefix" give a path: it starts with "/" and holds no query, fragment, dot segment or empty
      segment. "rewrite" replaces the whole path, so it cannot stand beside "strip_prefix"; "add_prefix" comes in front of
      either.
    `,
  },
  GW2045: {
    severity: 'warning',
    title: 'Setting that does nothing',
    text: prose`
      The route is answered by the gateway itself (redirect or respond), so settings for the way to a service, such as
      rewrites, timeouts and retries, do nothing.
    `,
  },
} as const satisfies Readonly<Record<`GW2${number}`, CodeEntry>>;
