import { type CodeEntry, prose } from './entry.ts';

/** GW100x: the text is not the YAML we read. */
export const YAML = {
  GW1001: {
    severity: 'error',
    title: 'Text that is not valid YAML',
    text: prose`
      The file could not be read as YAML 1.2. The message says what the parser stumbled over and the caret where.
      Nothing is guessed: a file with a syntax error is not compiled in part.

      The usual causes are a tab used as indentation, a value with ": " or " #" in it that needs quotes, a quote that is
      not closed, and \${NAME} inside { } or [ ], where it needs quotes.

      wrong:
        routes: [{id: a, path: \${PREFIX}/a}]
      right:
        routes: [{id: a, path: "\${PREFIX}/a"}]
    `,
  },
  GW1002: {
    severity: 'error',
    title: 'Duplicate key',
    text: prose`
      A mapping has the same key twice. Most YAML readers keep the last one without a word, so the first is lost; here
      both places are named and you decide.

      wrong:
        - id: user-api
          path: /users
          path: /people
      right:
        - id: user-api
          paths: [/users, /people]
    `,
  },
  GW1003: {
    severity: 'error',
    title: 'Several documents in one file',
    text: prose`
      A line with --- starts a second YAML document. One file describes one gateway, so there is no meaning a second
      document could have. Put it into a file of its own and name it under include, or give both files with -f.

      wrong:
        routes: [...]
        ---
        services: [...]
      right:
        include: [services.yaml]
        routes: [...]
    `,
  },
  GW1004: {
    severity: 'error',
    title: 'Unknown tag',
    text: prose`
      A value carries a YAML tag that means nothing here, for example !include, !secret, !!binary or !!timestamp. Only
      the tags of the YAML 1.2 core schema are read (!!str, !!int, !!float, !!bool, !!null, !!map, !!seq).
      Other files are named under include, secrets are written as \${file:/run/secrets/name} or \${NAME}.

      wrong:
        cert: !secret gateway-cert
      right:
        cert: "\${file:/run/secrets/gateway-cert}"
    `,
  },
  GW1005: {
    severity: 'error',
    title: 'Key that is not a string',
    text: prose`
      Keys are strings. A number, true, null, a list or a mapping as a key is read differently by different tools, so it
      is refused; quote it if you mean the text. The key __proto__ is refused too.

      wrong:
        metadata: {2024: launched}
      right:
        metadata: {"2024": launched}
    `,
  },
  GW1006: {
    severity: 'error',
    title: 'Number that cannot be kept exactly',
    text: prose`
      A number is beyond plus or minus 2^53 - 1, or is .inf or .nan. It would change its value on the way. Quote it if it
      is an identifier; otherwise write a smaller number.

      wrong:
        metadata: {account: 12345678901234567890}
      right:
        metadata: {account: "12345678901234567890"}
    `,
  },
  GW1007: {
    severity: 'error',
    title: 'Aliases that repeat too much, or themselves',
    text: prose`
      YAML aliases (*name) stand for the whole of their anchor (&name). A few lines of aliases of aliases can stand for
      billions of values, and an alias inside its own anchor never ends. An alias without an anchor before it is refused
      as well.

      wrong:
        x-a: &a [*a]
      right:
        x-a: &a [one]
        x-b: [*a, two]
    `,
  },
  GW1008: {
    severity: 'error',
    title: 'Values nested too deeply',
    text: prose`
      Mappings and lists are nested more than 64 deep. No key of the language needs a quarter of that, so it is an
      accident or an attack on the tool. Look for a generator that wraps its own output.
    `,
  },
  GW1009: {
    severity: 'error',
    title: 'Input that is too large',
    text: prose`
      A file is larger than 16 MiB, or the includes name more than 1,000 files. A gateway of 10,000 routes takes about
      1.5 MiB. Check that the name is that of a gateway file; if it is, split the gateway.
    `,
  },
} as const satisfies Readonly<Record<`GW100${number}`, CodeEntry>>;
