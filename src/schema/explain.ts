import { isMapping } from './cleanse.ts';
import { badName, missing, notOne, unknownKey } from './explain-keys.ts';
import { missingKey, wrongTag } from './explain-tagged.ts';
import { outOfRange, unknownValue, wrongForm, wrongType } from './explain-values.ts';
import type { Finding } from './finding.ts';
import type { Problem } from './problem.ts';

type Explain = (finding: Finding) => Problem | readonly Problem[] | undefined;

/** Another error of ajv says it better. */
const silent: Explain = () => undefined;

/** Keys are missed in mappings only: of anything else `type` says what is wrong. The branches of anyOf and oneOf are explained by those. */
const IN_BRANCH = /\/(?:any|one)Of\/\d+\/required$/;

/** One entry for every keyword of the published schema that can fail. */
const EXPLANATIONS: Readonly<Record<string, Explain>> = {
  additionalProperties: unknownKey,
  anyOf: ({ found }) => (isMapping(found.value) ? missing(found, found.node?.needs ?? '') : undefined),
  discriminator: wrongTag,
  enum: unknownValue,
  if: silent,
  maxLength: outOfRange,
  maximum: outOfRange,
  minItems: outOfRange,
  minLength: outOfRange,
  minimum: outOfRange,
  oneOf: (finding) => (isMapping(finding.found.value) ? notOne(finding) : undefined),
  pattern: wrongForm,
  propertyNames: badName,
  required: (finding) => (IN_BRANCH.test(finding.error.schemaPath) ? undefined : missingKey(finding)),
  type: wrongType,
};

/**
 * Puts an error of ajv into words.
 * @param finding the error and the value it is about
 * @returns the problems; none when another error says the same better
 * @throws Error for a keyword without words: the published schema has none
 */
export function explain(finding: Finding): readonly Problem[] {
  const { keyword } = finding.error;
  const words = Object.hasOwn(EXPLANATIONS, keyword) ? EXPLANATIONS[keyword] : undefined;
  if (!words) throw new Error(`no words for the schema keyword ${keyword}`);
  return [words(finding) ?? []].flat();
}
