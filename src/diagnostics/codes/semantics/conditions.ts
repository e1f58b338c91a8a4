import { type CodeEntry, prose } from '../entry.ts';

/** Assertions, predicates and the regexes in them. */
export const CONDITIONS = {
  GW2021: {
    severity: 'error',
    title: 'Network that is not a CIDR block',
    text: prose`
      Networks are written as an address and a prefix length; an address alone is a network of one. "in_cidr" compares
      addresses, so it belongs to assertions of type ip.

      wrong:
        value: 10.0.0.0/33
      right:
        value: 10.0.0.0/8
    `,
  },
  GW2022: {
    severity: 'error',
    title: 'Assertion that cannot be read',
    text: prose`
      The operator is unknown, its operand is missing or twice, a key does not belong to the type, or a group is empty.
      Operators: equals, contains, starts_with, ends_with, matches, in_cidr, exists, each with not_ before it, and the
      aliases eq, ==, ne, !=, prefix, suffix, match and regex.
    `,
  },
  GW2023: {
    severity: 'error',
    title: 'Unknown assertion type',
    text: prose`
      The type of an assertion says what is tested: cookie, header, host, ip, method, path or query.
    `,
  },
  GW2024: {
    severity: 'error',
    title: 'Assertion without a name',
    text: prose`
      A header, query or cookie assertion does not say which one it tests. It is the key "header", "query" or "cookie";
      else "name", if it could be one; else, with exists, "value".

      wrong:
        {type: header, name: "the tenant", value: acme, operator: equals}
      right:
        {type: header, header: X-Tenant, value: acme, operator: equals}
    `,
  },
  GW2025: {
    severity: 'warning',
    title: 'Header that was guessed',
    text: prose`
      A header assertion names no header, and its value belongs to one header only, which was taken: application/json is a
      value of Content-Type, "Bearer …" one of Authorization. Name the header.

      right:
        {type: header, header: Content-Type, value: application/json, operator: equals}
    `,
  },
  GW2026: {
    severity: 'error',
    title: 'Regex that is not valid',
    text: prose`
      No regex engine takes this regex: brackets that do not close, a repetition of nothing, a reference to a group that
      is not there. Regexes are PCRE; in YAML, single quotes keep backslashes as they are.

      wrong:
        pattern: '^/users/([0-9]+$'
      right:
        pattern: '^/users/([0-9]+)$'
    `,
  },
  GW2032: {
    severity: 'error',
    title: 'Condition that can never hold',
    text: prose`
      What the assertions demand contradicts the route's own methods, hosts or paths, or another assertion, so no request
      would ever be let through.

      wrong:
        methods: [POST]
        assertion_group_config: {type: and, assertions: [{type: method, value: GET, operator: equals}]}
    `,
  },
  GW2033: {
    severity: 'warning',
    title: 'Content-Type demanded of requests without a body',
    text: prose`
      An assertion wants a Content-Type header, and the route takes GET, HEAD or DELETE, whose requests send no body and
      so no Content-Type. They are turned away. Put methods with a body on a route of their own.
    `,
  },
  GW2039: {
    severity: 'warning',
    title: 'Value that is not used',
    text: prose`
      "exists" compares nothing, so the "value" beside a named header, parameter or cookie does nothing. If the value was
      meant to be compared, the operator is "equals".
    `,
  },
} as const satisfies Readonly<Record<`GW2${number}`, CodeEntry>>;
