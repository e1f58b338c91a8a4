import { type CodeEntry, prose } from './entry.ts';

/** GW3xxx: the gateway would work and be less safe than its author may believe. */
export const SECURITY = {
  GW3001: {
    severity: 'error',
    title: 'Regex that takes exponential time',
    text: prose`
      A text can be made on which this regex runs practically for ever (ReDoS), so one client could stop a worker. The cause
      is a repeated group that repeats inside, or alternatives that can match the same text.

      wrong:
        path: '~^/(a+)+$'
      right:
        path: '~^/a+$'
    `,
  },
  GW3002: {
    severity: 'warning',
    title: 'Regex that takes long on long texts',
    text: prose`
      The time this regex takes grows with the square of the text's length, or worse. The gateway bounds the length of
      requests and the steps of a match, but a cheaper regex is usually near: anchor it, and use [^/]+ in place of .* where
      a segment is meant.

      sample:
        '^/files/.*/x.*y$'   costly
        '^/files/[^/]+/x[^/]*y$'   cheap
    `,
  },
  GW3003: {
    severity: 'warning',
    title: 'Regex that could not be examined',
    text: prose`
      The worst case of this regex is not known: it uses syntax the analysis does not read (atomic groups, possessive
      repetition, recursion), takes too long to analyse, or the file has very many different regexes. At run time the steps
      of a match are bounded; beyond the bound it does not match, which is logged.
    `,
  },
  GW3004: {
    severity: 'warning',
    title: 'Metrics on a public address',
    text: prose`
      The metrics listener can be reached from outside of this machine and its private networks. Metrics name every route
      and service and need no credentials. Listen on loopback, or on a private address.

      right:
        metrics: {addr: "127.0.0.1:9090"}
    `,
  },
  GW3005: {
    severity: 'warning',
    title: 'Everybody is a trusted proxy',
    text: prose`
      trusted_proxies holds a network of all addresses, so any client may choose its address in X-Forwarded-For, and
      address lists and limits by address protect nothing. List the networks of your load balancers.

      right:
        trusted_proxies: [10.0.0.0/8]
    `,
  },
  GW3006: {
    severity: 'warning',
    title: 'Service whose certificate is not verified',
    text: prose`
      With "verify: false" whoever sits between the gateway and the service can answer in its place and read everything.
      Name the authority that signed its certificate with "ca_file" instead.
    `,
  },
} as const satisfies Readonly<Record<`GW3${number}`, CodeEntry>>;
