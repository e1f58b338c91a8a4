import http2 from 'node:http2';
import tls from 'node:tls';

/** What an HTTP/2 answer was. */
export interface Http2Response {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** One HTTP/2 connection. Certificates are not verified. */
export interface Http2Client {
  request(
    path: string,
    init?: {
      readonly method?: string;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    },
  ): Promise<Http2Response>;
  close(): void;
}

/**
 * Opens an HTTP/2 connection.
 * @param origin `https://host:port`
 * @param servername asked for in the handshake, and the `:authority` of every request
 */
export function http2Client(origin: string, servername: string): Http2Client {
  const session = http2.connect(origin, { servername, rejectUnauthorized: false });
  session.on('error', () => undefined); // every request reports it
  return {
    close: () => session.close(),
    request: (path, { method = 'GET', body, headers = {} } = {}) =>
      new Promise((resolve, reject) => {
        const stream = session.request({
          ':path': path,
          ':method': method,
          ':authority': servername,
          ...headers,
        });
        let status = 0;
        let received: Http2Response['headers'] = {};
        const chunks: Buffer[] = [];
        stream.on('response', (answer) => {
          status = Number(answer[':status']);
          received = answer;
        });
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () =>
          resolve({ status, headers: received, text: Buffer.concat(chunks).toString() }),
        );
        stream.on('error', reject);
        stream.end(body);
      }),
  };
}

/** What a TLS handshake led to. */
export interface Handshake {
  /** Names of the certificate shown, as `DNS:a, DNS:b`. */
  readonly names: string;
  readonly protocol: string;
  readonly alpn: string | false;
}

/**
 * Makes a TLS handshake and closes the connection.
 * @param origin `https://host:port`
 * @param options certificates are not verified unless this says so
 * @throws when the handshake fails
 */
export function handshake(origin: string, options: tls.ConnectionOptions): Promise<Handshake> {
  const { hostname: host, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const socket = tls.connect({ host, port: Number(port), rejectUnauthorized: false, ...options }, () => {
      resolve({
        names: socket.getPeerCertificate().subjectaltname ?? '',
        protocol: socket.getProtocol() ?? '',
        alpn: socket.alpnProtocol ?? false,
      });
      socket.destroy();
    });
    socket.on('error', reject);
  });
}
