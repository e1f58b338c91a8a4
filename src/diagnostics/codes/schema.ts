import { type CodeEntry, prose } from './entry.ts';

/** GW11xx: the shape of the document: unknown keys, types, formats, aliases, features that are not built yet. */
export const SCHEMA = {
  GW1101: {
    severity: 'error',
    title: 'Unknown key',
    text: prose`
      The language has no such key at this place. A key nobody reads is a setting that silently does not apply, so it is
      refused instead. Usually it is a typing error, or a key that belongs one level higher or lower. Keys that begin
      with x- are yours: they are never read.

      wrong:
        load_balancer: {algoritm: round_robin}
      right:
        load_balancer: {algorithm: round_robin}
        x-owner: team-users
    `,
  },
  GW1102: {
    severity: 'error',
    title: 'Value of the wrong type',
    text: prose`
      The key takes another type of value: a mapping where a text stands, a list where a number stands, or nothing at all
      behind the colon. A quoted number is a text; a variable that is all of an unquoted value becomes a number by itself.

      wrong:
        priority: "first"
      right:
        priority: 1
    `,
  },
  GW1103: {
    severity: 'error',
    title: 'Unknown value',
    text: prose`
      The key takes one of a few values, and this is none of them. Names are compared in any case, and with - and _ equal.
      Nothing falls back to a default: a gateway that balances in another way than its file says is worse than none.

      wrong:
        load_balancer: {algorithm: round-robbin}
      right:
        load_balancer: {algorithm: round-robin}
    `,
  },
  GW1104: {
    severity: 'error',
    title: 'Missing key',
    text: prose`
      A key that has no default is not there.

      wrong:
        routes: [{path: /users, service_id: users}]
      right:
        routes: [{id: users, path: /users, service_id: users}]
    `,
  },
  GW1105: {
    severity: 'error',
    title: 'Two spellings of one key',
    text: prose`
      Some keys have aliases, because the documents and projects behind the language use them: base is server, port is
      listen, paths is path. The alias and the key together, or two aliases, leave open which of them counts.

      wrong:
        server: {listen: 8080, port: 9090}
      right:
        server: {listen: 8080}
    `,
  },
  GW1106: {
    severity: 'error',
    title: 'Not exactly one target',
    text: prose`
      A route goes to exactly one place: service_id, service, redirect or respond.

      wrong:
        {id: old, path: /old, service_id: users, redirect: /new}
      right:
        {id: old, path: /old, redirect: /new}
    `,
  },
  GW1107: {
    severity: 'error',
    title: 'Part of the language that is not built yet',
    text: prose`
      The key or value belongs to the language, but this version of gatewayc has no code for it. A policy that is written
      but not enforced is worse than one that is missing, so nothing is emitted. Blocks with enabled: false pass, for
      they ask for nothing.

      sample:
        x-cors_config: {strategy: strict}
    `,
  },
  GW1108: {
    severity: 'error',
    title: 'Key that is not supported',
    text: prose`
      Some tools have the key, and gatewayc does without it on purpose; the message says what takes its place. There are
      no templates, no raw nginx or Lua snippets and no reload scripts in gateway.yaml: whoever writes the file decides
      about routes, and does not run code on the gateway's machine.
    `,
  },
  GW1109: {
    severity: 'error',
    title: 'Value out of range',
    text: prose`
      A number, duration or size is too small or too large, or a text or list too short or too long. The bounds are what
      nginx can do, or what can be meant.

      wrong:
        timeout: 0s
      right:
        timeout: 5s
    `,
  },
  GW1110: {
    severity: 'error',
    title: 'Text of the wrong form',
    text: prose`
      The value is a text, but not one the key can read: a duration without a unit of time, a size, an address, a host
      name, an identifier, a path.

      wrong:
        timeout: 5 seconds
        nodes: [{address: "http://users:8080/api"}]
      right:
        timeout: 5s
        nodes: [{address: "http://users:8080"}]
    `,
  },
  GW1111: {
    severity: 'error',
    title: 'Settings that contradict each other',
    text: prose`
      Two settings say different things about one matter: type and all_required of an assertion group (D6), the protocol
      of a service and the URLs of its nodes, or two services written inline under one name (D11).

      wrong:
        assertion_group_config: {type: or, all_required: true, assertions: [...]}
      right:
        assertion_group_config: {type: or, assertions: [...]}
    `,
  },
  GW1112: {
    severity: 'error',
    title: 'Run-time variable where none can be used',
    text: prose`
      A name in lower case between \${ and } is filled in for every request, and this key is read only once, when the
      gateway is built. Run-time variables work in rewrites, redirects, header and query edits and host_rewrite.
      Environment variables are in upper case. Write $\${ for the two characters \${.

      wrong:
        server: {listen: "\${port}"}
      right:
        server: {listen: \${PORT}}
    `,
  },
} as const satisfies Readonly<Record<`GW11${number}`, CodeEntry>>;
