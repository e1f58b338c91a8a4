import http, { type IncomingHttpHeaders } from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type { ConnectionOptions } from 'node:tls';

/** A request that is sent as it is written: nothing is normalised, merged or added but Host and Content-Length. */
export interface RawRequest {
  method?: string;
  /** Pairs may repeat a name. */
  headers?: Record<string, string> | readonly (readonly [string, string])[];
  /** The Host header; default the address the request goes to. */
  host?: string;
  body?: string | Uint8Array;
  /** For https URLs; certificates are not verified unless this says so. */
  tls?: ConnectionOptions;
  /** Milliseconds until the request is given up; default 15,000. */
  timeout?: number;
}

export interface RawResponse {
  status: number;
  headers: IncomingHttpHeaders;
  /** In the order and spelling received, repeated names repeated. */
  rawHeaders: [string, string][];
  text: string;
  /** Parses the body; throws with the body in the message when it is not JSON. */
  json<T = Record<string, unknown>>(): T;
}

/**
 * One request on a connection of its own. No keep-alive: on reload nginx closes idle connections, and a client that
 * reuses one at that moment sees ECONNRESET, which says nothing about the gateway.
 * @param origin `http://host:port` or `https://host:port`
 * @param path sent as it is; characters node refuses in a request line need `rawExchange`
 * @throws when there is no complete answer: refused, reset, timed out
 */
export function rawRequest(origin: string, path: string, init: RawRequest = {}): Promise<RawResponse> {
  const { protocol, hostname, port, host } = new URL(origin);
  const pairs = init.headers && !isPairs(init.headers) ? Object.entries(init.headers) : (init.headers ?? []);
  const has = (name: string) => pairs.some(([key]) => key.toLowerCase() === name);
  const flat = pairs.flat();
  if (!has('host')) flat.unshift('Host', init.host ?? host);
  if (init.body !== undefined && !has('content-length') && !has('transfer-encoding')) {
    flat.push('Content-Length', String(Buffer.byteLength(init.body)));
  }
  const options = {
    hostname,
    port,
    path,
    method: init.method ?? 'GET',
    headers: flat,
    agent: false as const,
  };
  const timeout = init.timeout ?? 15_000;
  return new Promise((resolve, reject) => {
    const request =
      protocol === 'https:'
        ? https.request({ ...options, rejectUnauthorized: false, ...(init.tls as https.RequestOptions) })
        : http.request(options);
    request.setTimeout(timeout, () =>
      request.destroy(new Error(`no answer from ${origin}${path} in ${timeout} ms`)),
    );
    request.on('error', reject);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve(parsed(response, Buffer.concat(chunks).toString())));
    });
    request.end(init.body);
  });
}

function isPairs(headers: NonNullable<RawRequest['headers']>): headers is readonly [string, string][] {
  return Array.isArray(headers);
}

function parsed(response: http.IncomingMessage, text: string): RawResponse {
  const rawHeaders: [string, string][] = [];
  for (let at = 0; at < response.rawHeaders.length; at += 2) {
    rawHeaders.push([response.rawHeaders[at] ?? '', response.rawHeaders[at + 1] ?? '']);
  }
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    rawHeaders,
    text,
    json: () => {
      try {
        return JSON.parse(text);
      } catch (error) {
        throw new Error(`status ${response.statusCode}, not JSON: ${text.slice(0, 500)}`, { cause: error });
      }
    },
  };
}

/**
 * Sends bytes and returns everything that comes back until the other side closes: for requests no HTTP library will
 * send. Ask for `Connection: close`.
 * @throws when the connection fails or is not closed within `ms` milliseconds
 */
export function rawExchange(origin: string, bytes: string, ms = 5000): Promise<string> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host: hostname, port: Number(port) }, () => socket.write(bytes, 'latin1'));
    let received = '';
    socket.setTimeout(ms, () => socket.destroy(new Error(`not closed in ${ms} ms; received: ${received}`)));
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(received));
  });
}
