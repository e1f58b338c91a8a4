import type { RawResponse } from '../harness/index.ts';

/** What the upstream of the tests says it received. */
export interface Echo {
  readonly server: string;
  readonly method: string;
  readonly url: string;
  readonly httpVersion: string;
  /** Names in lower case, repeated ones joined by ", ". */
  readonly headers: Readonly<Record<string, string>>;
  /** In the order and spelling received. */
  readonly rawHeaders: readonly (readonly [string, string])[];
  readonly body: string;
  readonly bodySize: number;
  /** The name asked for in the TLS handshake. */
  readonly sni?: string;
  /** The common name of the certificate the client showed. */
  readonly client?: string;
}

/**
 * Reads an answer as the upstream's echo.
 * @throws with the status and the body when it is something else
 */
export function echo(response: RawResponse): Echo {
  const body = response.json<Echo>();
  if (body.rawHeaders === undefined)
    throw new Error(`status ${response.status}, not an echo: ${response.text}`);
  return body;
}
