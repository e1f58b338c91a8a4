import type { NodePath } from '../../model/path.ts';
import { asciiLower } from '../../model/text.ts';
import type { Rule } from '../rule.ts';

/** A TLS listener has a certificate, a certificate has a listener, and each host name has one certificate. */
export const tls: Rule = function* ({ document }) {
  const { server } = document;
  const certificates = server.tls?.certificates ?? [];
  const encrypted = server.listen.filter((listener) => listener.tls);
  if (certificates.length === 0)
    for (const { at, port } of encrypted)
      yield {
        code: 'GW2018',
        message: `the TLS listener on port ${port} has no certificate`,
        at,
        help: 'add "tls.certificates" under "server", each with a "cert_file" and a "key_file"',
      };
  if (encrypted.length === 0 && server.tls)
    yield {
      code: 'GW2019',
      message: 'there are TLS settings, and no listener uses TLS',
      at: server.tls.at,
      help: 'write "tls: true" on a listener, for example {address: 8443, tls: true}; plain listeners would redirect to it',
    };
  const first = new Map<string, NodePath>();
  for (const { at, hosts } of certificates) {
    for (const host of hosts.length === 0 ? [''] : hosts.map(asciiLower)) {
      const earlier = first.get(host);
      if (earlier)
        yield {
          code: 'GW2020',
          message:
            host === '' ? 'two certificates are for every other host' : `two certificates are for "${host}"`,
          at,
          labels: [{ at: earlier, message: 'the first one' }],
          help: 'list under "hosts" what each certificate is for',
        };
      else first.set(host, at);
    }
  }
};
