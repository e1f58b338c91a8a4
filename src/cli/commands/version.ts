import { EXIT } from '../exit.ts';
import type { Outcome } from '../outcome.ts';
import { VERSION } from '../version.ts';

/** `gatewayc version`. */
export async function version(): Promise<Outcome> {
  return { exit: EXIT.done, text: `gatewayc ${VERSION}\n`, data: { version: VERSION }, diagnostics: [] };
}
