import { COMPARING } from './codes/comparing.ts';
import type { CodeEntry } from './codes/entry.ts';
import { ENVIRONMENT } from './codes/environment.ts';
import { INPUT } from './codes/input.ts';
import { PERFORMANCE } from './codes/performance.ts';
import { RELIABILITY } from './codes/reliability.ts';
import { SCHEMA } from './codes/schema.ts';
import { SECURITY } from './codes/security.ts';
import { SEMANTICS } from './codes/semantics.ts';
import { YAML } from './codes/yaml.ts';

/**
 * Every code there is: 10xx YAML and input, 11xx schema, 2xxx semantics, 3xxx security, 4xxx reliability, 5xxx performance,
 * 9xxx environment. A code is never given a second meaning.
 */
export const CODES = {
  ...YAML,
  ...INPUT,
  ...SCHEMA,
  ...SEMANTICS,
  ...SECURITY,
  ...RELIABILITY,
  ...PERFORMANCE,
  ...ENVIRONMENT,
  ...COMPARING,
} as const;

/** A code of the table; a finding with a code that is not in it does not compile. */
export type Code = keyof typeof CODES;

/**
 * Looks a code up that a user wrote, for example on the command line or in a suppression.
 * @param text for example `gw3004`; case does not matter
 * @returns the code and its entry; undefined when there is no such code
 */
export function findCode(text: string): { readonly code: Code; readonly entry: CodeEntry } | undefined {
  const code = text.toUpperCase();
  return Object.hasOwn(CODES, code) ? { code: code as Code, entry: CODES[code as Code] } : undefined;
}
