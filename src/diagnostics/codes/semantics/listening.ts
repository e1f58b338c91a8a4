import { type CodeEntry, prose } from '../entry.ts';

/** Listeners, certificates and files. */
export const LISTENING = {
  GW2017: {
    severity: 'error',
    title: 'Listeners that collide',
    text: prose`
      Two listeners take the same port of the same address, the metrics listener included. A listener on all addresses
      takes in every single one of its family.

      wrong:
        server: {listen: 9090}
        metrics: {addr: "127.0.0.1:9090"}
    `,
  },
  GW2018: {
    severity: 'error',
    title: 'TLS listener without a certificate',
    text: prose`
      A listener uses TLS and no certificate is given.

      right:
        server:
          listen: [{address: 8443, tls: true}]
          tls: {certificates: [{cert_file: tls.crt, key_file: tls.key}]}
    `,
  },
  GW2019: {
    severity: 'error',
    title: 'TLS settings without a TLS listener',
    text: prose`
      There are certificates, and no listener uses them: requests would travel in the clear, or be redirected to a listener
      that is not there.

      right:
        listen: [8080, {address: 8443, tls: true}]
    `,
  },
  GW2020: {
    severity: 'error',
    title: 'Two certificates for one host',
    text: prose`
      A host name is listed by two certificates, or two certificates list no host and so are for every other one.
    `,
  },
  GW2036: {
    severity: 'error',
    title: 'File that cannot be read',
    text: prose`
      A certificate, key or authority file does not exist or may not be read. Relative paths start at the YAML file.
    `,
  },
} as const satisfies Readonly<Record<`GW2${number}`, CodeEntry>>;
