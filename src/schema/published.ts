import { readFileSync } from 'node:fs';
import type { JsonSchema } from './json-schema.ts';

let text: string | undefined;
let parsed: JsonSchema | undefined;

/**
 * The published schema: what `gatewayc schema` prints, what editors read and what the validator was compiled from.
 * @returns the text of schemas/gateway.schema.json
 */
export function schemaText(): string {
  text ??= readFileSync(new URL('../../schemas/gateway.schema.json', import.meta.url), 'utf8');
  return text;
}

/** The published schema, parsed once. */
export function publishedSchema(): JsonSchema {
  parsed ??= JSON.parse(schemaText()) as JsonSchema;
  return parsed;
}
