/** Methods that are tried, in this order, where a request needs one that a route does not take. */
export const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'] as const;

/** Clients that name nobody: addresses for documentation (RFC 5737, RFC 3849). */
export const NOBODY = ['192.0.2.1', '198.51.100.1', '2001:db8:ffff::1'] as const;
