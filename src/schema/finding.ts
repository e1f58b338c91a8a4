import type { ErrorObject } from 'ajv';
import type { Found } from './trace.ts';
import type { Describe } from './wording.ts';

/** An error of ajv and what it is about. */
export interface Finding {
  readonly error: ErrorObject;
  readonly found: Found;
  readonly describe: Describe;
}
