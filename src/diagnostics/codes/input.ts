import { type CodeEntry, prose } from './entry.ts';

/** GW1010 to GW1099: files, variables, includes and suppressions. */
export const INPUT = {
  GW1010: {
    severity: 'error',
    title: 'Environment variable that is not set',
    text: prose`
      A value names an environment variable with \${NAME}, and the variable does not exist. An empty text in its place
      would be a gateway nobody described, so the compiler stops. Set the variable, or write a default into the file.

      wrong (PORT is not set):
        listen: \${PORT}
      right:
        listen: \${PORT:-8080}
    `,
  },
  GW1011: {
    severity: 'error',
    title: 'Required environment variable that is missing',
    text: prose`
      A value uses \${NAME:?message}, and the variable is not set or empty. The message is the one the author of the file
      left for this moment. Set the variable.

      sample:
        address: "\${UPSTREAM:?set it to host:port of the user service}"
    `,
  },
  GW1012: {
    severity: 'error',
    title: 'File that cannot be read',
    text: prose`
      A file given with -f, or named under include without a wildcard, does not exist, is a directory, may not be read by
      this user, or is not UTF-8. Names under include are relative to the file they stand in.
    `,
  },
  GW1013: {
    severity: 'error',
    title: 'Secret file that cannot be used',
    text: prose`
      A value names a file with \${file:path}, and the file does not exist, may not be read, is not a regular file of
      UTF-8 text, is empty or is larger than 1 MiB. Relative paths are relative to the YAML file. One newline at the end
      of the file is dropped.

      sample:
        token: "\${file:/run/secrets/token}"
    `,
  },
  GW1014: {
    severity: 'error',
    title: 'Include that comes back to itself',
    text: prose`
      A file includes itself, directly or through other files. There is no order in which they could be merged. Move the
      shared part into a file that includes nothing. (A wildcard never matches the file it stands in.)
    `,
  },
  GW1015: {
    severity: 'error',
    title: 'Include that matches no file',
    text: prose`
      A pattern under include matches nothing. A mistyped directory would otherwise take every route in it away without
      a word. Patterns are relative to the file they stand in; * stays in one directory, ** crosses directories, names
      that start with a dot are not matched.

      wrong (the directory is conf.d):
        include: ["confd/*.yaml"]
      right:
        include: ["conf.d/*.yaml"]
    `,
  },
  GW1016: {
    severity: 'error',
    title: 'Variable that cannot be understood',
    text: prose`
      A value contains \${ and what follows is none of the forms there are:

        \${NAME}  \${NAME:-default}  \${NAME:?message}   environment, upper case; \${env:Name} for other spellings
        \${file:/run/secrets/x}                        the contents of a file
        \${request_id}  \${path.id}  \${var:host}        run-time variables, lower case, where a field allows them
        $\${                                           the two characters themselves

      Variables are not nested, and a default cannot contain a closing brace.

      wrong:
        body: "\${Name}"
      right:
        body: "\${env:Name}"   or   "$\${Name}"
    `,
  },
  GW1017: {
    severity: 'error',
    title: 'Two files that contradict each other',
    text: prose`
      Files given together, by -f or include, are merged: mappings key by key, lists one after the other. Here two files
      give the same key different values, or values of different kinds. No file wins over another, so keep one of them.

      wrong:
        a.yaml:  server: {listen: 8080}
        b.yaml:  server: {listen: 9090}
      right:
        a.yaml:  server: {listen: 8080}
        b.yaml:  server: {workers: 4}
    `,
  },
  GW1018: {
    severity: 'error',
    title: 'File that is not a mapping',
    text: prose`
      A gateway file is a mapping at its top: keys such as version, server and routes. This one is empty, or a list, or a
      single value.

      wrong:
        - id: user-api
      right:
        routes:
          - id: user-api
    `,
  },
  GW1019: {
    severity: 'warning',
    title: 'Suppression that suppresses nothing',
    text: prose`
      A comment # gatewayc-ignore CODE stands where the compiler reports no such warning, so it hides nothing now and
      might hide something later. Remove it. It covers its own line, or the next line that is not a comment when it has a
      line to itself. Errors cannot be suppressed.
    `,
  },
  GW1020: {
    severity: 'warning',
    title: 'Suppression without a reason',
    text: prose`
      A comment # gatewayc-ignore names no code of the table, or gives no reason. It is not obeyed: the next reader has to
      know why a warning was judged harmless.

      wrong:
        # gatewayc-ignore GW3004
      right:
        # gatewayc-ignore GW3004: the listener is reachable from the pod only
    `,
  },
  GW1021: {
    severity: 'error',
    title: 'Include that is not a list of patterns',
    text: prose`
      include stands at the top level of a file and is one pattern or a list of patterns, each a text.

      wrong:
        include: {routes: conf.d}
      right:
        include: ["conf.d/*.yaml"]
    `,
  },
  GW1022: {
    severity: 'error',
    title: 'File that cannot be formatted without changing it',
    text: prose`
      fmt reads what it has written and compares it with the file: the values, and every comment. Here something would have
      been lost, so the file was left as it is. It uses a rare form of YAML: a key behind a question mark, a comment between
      a key and its value, brackets over many lines with comments in them. Write that part plainly and run fmt again.
    `,
  },
} as const satisfies Readonly<Record<`GW10${number}`, CodeEntry>>;
