import { type Endpoint, parseEndpoint } from './address.ts';
import type { Report } from './problem.ts';
import type { RawService } from './raw.ts';

/** How nodes are spoken to. */
export type Protocol = 'http' | 'https';

/**
 * Reads an address that was checked before.
 * @param address a node's address
 * @throws Error when it is none
 */
export function endpointOf(address: string): Endpoint {
  const endpoint = parseEndpoint(address);
  if ('problem' in endpoint) throw new Error(`address ${address} was not checked: ${endpoint.problem}`);
  return endpoint;
}

/**
 * Finds out which protocol a service speaks: what it says, else what the URLs of its nodes say.
 * @param service a service
 * @param endpoints where its nodes are, in their order
 * @param report takes URLs that say something else
 * @returns undefined when nothing says it
 */
export function protocolOf(
  { id, protocol, nodes }: RawService,
  endpoints: readonly Endpoint[],
  report: Report,
): Protocol | undefined {
  let said = protocol;
  for (const [i, { at }] of nodes.entries()) {
    const scheme = endpoints[i]?.scheme;
    if (scheme === undefined) continue;
    said ??= scheme;
    if (scheme === said) continue;
    const who = protocol === undefined ? 'another node' : 'the service';
    report({
      code: 'GW1111',
      path: [...at, 'address'],
      message: `a node of the service ${id} says ${scheme}, but ${who} says ${said}`,
      help: 'all nodes of a service speak one protocol: write `protocol` once, and addresses as "host:port"',
    });
  }
  return said;
}
