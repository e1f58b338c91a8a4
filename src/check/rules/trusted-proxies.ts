import { parseCidr } from '../../model/address.ts';
import type { Rule } from '../rule.ts';

/** Trusted proxies are networks, and not everybody: whoever is trusted names the client's address (S13, D36). */
export const trustedProxies: Rule = function* ({ document }) {
  for (const [i, text] of document.server.trusted_proxies.entries()) {
    const at = [...document.server.at, 'trusted_proxies', i];
    const block = parseCidr(text);
    if (block === undefined)
      yield {
        code: 'GW2021',
        message: `"${text}" is not a CIDR block`,
        at,
        help: 'write an address and a prefix length, for example 10.0.0.0/8',
      };
    else if (block.endsWith('/0'))
      yield {
        code: 'GW3005',
        message: `"${text}" trusts every client to say what its address is`,
        at,
        help: 'list the networks of your load balancers',
      };
  }
};
