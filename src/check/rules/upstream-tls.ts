import { ofService } from '../context.ts';
import type { Rule } from '../rule.ts';

/** TLS to a service is verified, complete, and only written where TLS is spoken. */
export const upstreamTls: Rule = function* ({ document }) {
  for (const service of document.services) {
    const { tls } = service;
    if (!tls) continue;
    const context = ofService(service);
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
