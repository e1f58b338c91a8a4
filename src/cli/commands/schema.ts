import { schemaText } from '../../schema/published.ts';
import { EXIT } from '../exit.ts';
import type { Outcome } from '../outcome.ts';

/** `gatewayc schema`: the JSON Schema of gateway.yaml, for editors; the very file documents are validated with. */
export async function schema(): Promise<Outcome> {
  const text = schemaText();
  return { exit: EXIT.done, text, data: { schema: JSON.parse(text) }, diagnostics: [] };
}
