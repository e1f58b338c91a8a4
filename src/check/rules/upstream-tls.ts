import { parseAddress } from '../../model/address.ts';
import type { NodeBlock, ServiceBlock } from '../../model/document.ts';
import { ofService } from '../context.ts';
import type { Rule } from '../rule.ts';

/** TLS to a service is verified, complete, and only written where TLS is spoken. */
export const upstreamTls: Rule = function* ({ document }) {
  for (const service of document.services) {
    const { tls } = service;
    const context = ofService(service);
    const unnamed = unnamedNode(service);
    if (unnamed)
      yield {
        code: 'GW2046',
        message: `the node "${unnamed.id}" is an address, and a certificate is for a name`,
        at: unnamed.at,
        help: `give "${service.id}" a "tls.server_name", or the node a host name`,
        context,
      };
    if (!tls) continue;
    if (service.protocol !== 'https')
      yield {
        code: 'GW2043',
        message: `the service "${service.id}" has TLS settings and speaks ${service.protocol}`,
        at: tls.at,
        help: 'write "protocol: https", or remove "tls"',
        context,
      };
    else if (!tls.verify)
      yield {
        code: 'GW3006',
        message: `the certificate of "${service.id}" is not verified, so anybody on the way can answer for it`,
        at: [...tls.at, 'verify'],
        help: 'name its authority with "ca_file", and its name with "server_name" where it differs from the node',
        context,
      };
    if ((tls.cert_file === undefined) !== (tls.key_file === undefined))
      yield {
        code: 'GW2044',
        message: 'a client certificate and its key belong together',
        at: tls.at,
        help: tls.cert_file === undefined ? 'add "cert_file"' : 'add "key_file"',
        context,
      };
  }
};

/** nginx verifies names only: an address without a `server_name` would never pass. */
const unnamedNode = ({ nodes, protocol, tls }: ServiceBlock): NodeBlock | undefined =>
  protocol === 'https' && tls?.verify !== false && tls?.server_name === undefined
    ? nodes.find((node) => node.enabled && parseAddress(node.host) !== undefined)
    : undefined;
