import { request } from 'node:http';
import { text } from 'node:stream/consumers';

/** What a running candidate says of itself. */
export type SelfTest =
  | {
      readonly kind: 'answer';
      readonly generation: string;
      readonly routes: number;
      /** What does not work; `at` is a JSON pointer into the document. */
      readonly failures: readonly { readonly at: string; readonly message: string }[];
    }
  | { readonly kind: 'silent'; readonly reason: string };

/** Milliseconds without a byte after which a candidate counts as hung. */
const PATIENCE = 10_000;

/**
 * Asks a candidate to test itself: every module loaded, every route resolved.
 * @param socket its control socket
 * @param signal stops waiting
 * @returns its answer, or why there is none
 */
export function askSelfTest(socket: string, signal: AbortSignal): Promise<SelfTest> {
  return new Promise((resolve, reject) => {
    const silent = (reason: string): void => resolve({ kind: 'silent', reason });
    const asked = request({
      socketPath: socket,
      path: '/gatewayc/self-test',
      agent: false,
      timeout: PATIENCE,
      signal,
    });
    asked.on('timeout', () => asked.destroy(new Error(`no answer within ${PATIENCE / 1000} s`)));
    asked.on('error', (error) => (signal.aborted ? reject(signal.reason) : silent(error.message)));
    asked.on('response', (response) => {
      text(response).then(
        (body) =>
          response.statusCode === 200
            ? resolve(parse(body))
            : silent(`status ${response.statusCode}: ${body.slice(0, 200).trim()}`),
        (error: Error) => silent(error.message),
      );
    });
    asked.end();
  });
}

function parse(body: string): SelfTest {
  try {
    const { generation, routes, failures } = JSON.parse(body);
    // Lua's encoder writes an empty list as {}.
    return { kind: 'answer', generation, routes, failures: Array.isArray(failures) ? failures : [] };
  } catch {
    return { kind: 'silent', reason: `not JSON: ${body.slice(0, 200)}` };
  }
}
