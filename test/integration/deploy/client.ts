import { type RawResponse, rawRequest } from '../harness/index.ts';

/** A client that never stops asking. */
export interface Client {
  /** What went wrong so far, one line a request. */
  readonly failures: readonly string[];
  /** How many requests it has made. */
  readonly asked: () => number;
  stop(): Promise<void>;
}

/**
 * Sends request after request, each on a connection of its own.
 * @param origin of the gateway
 * @param path what to ask for
 * @param good whether an answer is one the gateway may give
 */
export function restlessClient(origin: string, path: string, good: (answer: RawResponse) => boolean): Client {
  const failures: string[] = [];
  let asked = 0;
  let going = true;
  const ended = (async () => {
    while (going) {
      asked += 1;
      try {
        const answer = await rawRequest(origin, path);
        if (!good(answer)) failures.push(`${asked}: ${answer.status} ${answer.text}`);
      } catch (error) {
        failures.push(`${asked}: ${error}`);
      }
    }
  })();
  return {
    failures,
    asked: () => asked,
    stop: async () => {
      going = false;
      await ended;
    },
  };
}
