/**
 * Conditions on a request: what assertion groups and the `headers`/`query` shorthands of a route mean.
 * The same shapes stand in the data file, where `lua/gatewayc/core/condition.lua` compiles them once per worker.
 */

/** The positive operators; every negation is the operator with `negate`. */
export const OPERATORS = [
  'equals',
  'contains',
  'starts_with',
  'ends_with',
  'matches',
  'in_cidr',
  'exists',
] as const;

/** One of {@link OPERATORS}. */
export type Operator = (typeof OPERATORS)[number];

/** One test of one subject of the request. */
export interface Test {
  readonly kind: 'test';
  /** Canonical name of an assertion feature, for example `header`; the Lua module is `gatewayc.assertion.<subject>`. */
  readonly subject: string;
  /** Header, query parameter or cookie name, where the subject has one. Header names are lower case. */
  readonly name?: string;
  readonly operator: Operator;
  readonly negate: boolean;
  /** The operand; absent only for `exists`. For `in_cidr` a list separated by commas was split before. */
  readonly values: readonly string[];
  readonly caseSensitive: boolean;
}

/** A condition: a test, or a group of conditions. */
export type Condition = Test | { readonly kind: 'all' | 'any'; readonly of: readonly Condition[] };
