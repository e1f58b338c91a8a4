import { badName, missing, notOne, unknownKey } from './explain-keys.ts';
import { outOfRange, unknownTag, unknownValue, wrongForm, wrongType } from './explain-values.ts';
import type { Finding } from './finding.ts';
import type { Problem } from './problem.ts';

type Explain = (finding: Finding) => Problem | undefined;

/** Another error of ajv says it better. */
const silent: Explain = () => undefined;

/** The branches of anyOf and oneOf are explained by those. */
const IN_BRANCH = /\/(?:any|one)Of\/\d+\/required$/;

/** One entry for every keyword of the published schema that can fail. */
const EXPLANATIONS: Readonly<Record<string, Explain>> = {
  additionalProperties: unknownKey,
  anyOf: ({ found }) => missing(found, found.node?.needs ?? ''),
  discriminator: unknownTag,
  enum: unknownValue,
  if: silent,
  maxLength: outOfRange,
  maximum: outOfRange,
  minItems: outOfRange,
  minLength: outOfRange,
  minimum: outOfRange,
  oneOf: notOne,
  pattern: wrongForm,
  propertyNames: badName,
  required: ({ error, found }) =>
    IN_BRANCH.test(error.schemaPath) ? undefined : missing(found, error.params.missingProperty as string),
  type: wrongType,
};

/**
 * Puts an error of ajv into words.
 * @param finding the error and the value it is about
 * @returns the problem; undefined when another error says the same better
 * @throws Error for a keyword without words: the published schema has none
 */
export function explain(finding: Finding): Problem | undefined {
  const { keyword } = finding.error;
  const words = Object.hasOwn(EXPLANATIONS, keyword) ? EXPLANATIONS[keyword] : undefined;
  if (!words) throw new Error(`no words for the schema keyword ${keyword}`);
  return words(finding);
}
