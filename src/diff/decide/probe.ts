/** A request as far as routing looks at it. What is not in it is known to be absent, except `client`. */
export interface Probe {
  readonly method: string;
  /** Lower case, without a port. */
  readonly host: string;
  /** Decoded and canonical, without the query. */
  readonly path: string;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly cookies: Readonly<Record<string, string>>;
  /** The client's address; undefined: any. */
  readonly client?: string;
}

/** What becomes of a request. `refuse` is the status of an assertion group that does not hold. */
export type Outcome =
  | { readonly kind: 'route'; readonly route: string; readonly refuse?: number }
  /** A health or readiness path. */
  | { readonly kind: 'reserved'; readonly path: string }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'method-not-allowed'; readonly allow: readonly string[] }
  /** It depends on something that is not known here: a masked value, a regex only PCRE reads, the client's address. */
  | { readonly kind: 'unknown' };

/**
 * What two outcomes must share to be the same for a client. Which other methods a 405 names is not told apart.
 * @param outcome what becomes of a request
 */
export function outcomeKey(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'route':
      return `route ${outcome.route} ${outcome.refuse ?? ''}`;
    case 'reserved':
      return `reserved ${outcome.path}`;
    default:
      return outcome.kind;
  }
}
