import { parseAddress, parseCidr } from './address.ts';
import type { Test } from './condition.ts';
import type { AssertionBlock } from './document.ts';
import type { AssertionFeature } from './feature.ts';
import { OPERATOR_NAMES, type OperatorMeaning, parseOperator } from './operator.ts';
import type { NodePath } from './path.ts';
import { subjectName } from './subject-name.ts';
import { asciiLower, TOKEN } from './text.ts';

/** What can be said against an assertion; `check` gives each kind its code. */
export interface AssertionProblem {
  readonly kind: 'operator' | 'name' | 'guess' | 'foreign' | 'operand' | 'cidr' | 'unused';
  readonly at: NodePath;
  readonly message: string;
  readonly help: string;
  /** Spellings that would have been right, for "did you mean". */
  readonly known?: readonly string[];
}

/** An assertion that was read: the test, unless a problem leaves none, and everything there is to say. */
export interface ReadAssertion {
  readonly test: Test | undefined;
  readonly problems: readonly AssertionProblem[];
}

const NAMES = ['header', 'query', 'cookie'] as const;

/**
 * Reads one assertion.
 * @param block the assertion as written
 * @param feature the subject it tests
 * @returns the test in canonical form, and the problems found on the way; `guess` and `unused` problems leave a test
 */
export function readAssertion(block: AssertionBlock, feature: AssertionFeature): ReadAssertion {
  const problems: AssertionProblem[] = [];
  const complain = (kind: AssertionProblem['kind'], key: string, message: string, help: string): void => {
    problems.push({ kind, at: [...block.at, key], message, help });
  };
  const meaning = parseOperator(block.operator);
  if (!meaning) {
    const help = `the operators are ${OPERATOR_NAMES.join(', ')}`;
    const at = [...block.at, 'operator'];
    const message = `unknown operator "${block.operator}"`;
    return { test: undefined, problems: [{ kind: 'operator', at, message, help, known: OPERATOR_NAMES }] };
  }
  for (const key of NAMES)
    if (block[key] !== undefined && key !== feature.named)
      complain(
        'foreign',
        key,
        `an assertion of type ${feature.name} has no ${key}`,
        `remove "${key}", or make the type "${key}"`,
      );
  const subject = readName(block, feature, meaning);
  if ('kind' in subject) problems.push(subject);
  const usesValue = 'name' in subject && subject.from === 'value';
  const operand = readOperand(usesValue ? withoutValue(block) : block, feature, meaning);
  problems.push(...operand.problems);
  if ('guess' in subject && subject.guess) problems.push(subject.guess);
  const fatal = problems.some((p) => p.kind !== 'guess' && p.kind !== 'unused');
  if (fatal || 'kind' in subject) return { test: undefined, problems };
  const caseSensitive = feature.caseless || feature.address ? false : (block.case_sensitive ?? true);
  const test: Test = {
    kind: 'test',
    subject: feature.name,
    ...(subject.name !== undefined && { name: subject.name }),
    ...meaning,
    values: canonical(operand.values, meaning, { address: feature.address, caseSensitive }),
    caseSensitive,
  };
  return { test, problems };
}

const withoutValue = ({ value: _, ...rest }: AssertionBlock): AssertionBlock => rest;

type Name =
  | AssertionProblem
  | {
      readonly name: string | undefined;
      readonly from: string;
      readonly guess: AssertionProblem | undefined;
    };

function readName(block: AssertionBlock, feature: AssertionFeature, meaning: OperatorMeaning): Name {
  const { named } = feature;
  if (named === undefined) return { name: undefined, from: 'none', guess: undefined };
  const found = subjectName(block, named, meaning);
  if (found.kind === 'unknown')
    return {
      kind: 'name',
      at: block.at,
      message: `the assertion does not say which ${named} it tests`,
      help: `add "${named}: <name>"`,
    };
  if (found.name === '' || (named !== 'query' && !TOKEN.test(found.name)))
    return {
      kind: 'name',
      at: 'from' in found ? [...block.at, found.from === 'key' ? named : found.from] : block.at,
      message: `"${found.name}" is not a valid ${named} name`,
      help: `name the ${named} with "${named}: <name>"`,
    };
  if (found.kind === 'named') return { name: found.name, from: found.from, guess: undefined };
  const guess: AssertionProblem = {
    kind: 'guess',
    at: block.at,
    message: `the assertion does not say which header it tests; "${found.value}" is taken for a value of ${found.name}`,
    help: `add "header: ${found.name}"`,
  };
  return { name: found.name, from: 'guess', guess };
}

interface Operand {
  readonly values: readonly string[];
  readonly problems: readonly AssertionProblem[];
}

function readOperand(block: AssertionBlock, feature: AssertionFeature, meaning: OperatorMeaning): Operand {
  const problem = (kind: AssertionProblem['kind'], key: string, message: string, help: string): Operand => ({
    values: [],
    problems: [{ kind, at: [...block.at, key], message, help }],
  });
  const { operator } = meaning;
  const listed =
    block.value === undefined ? [] : typeof block.value === 'string' ? [block.value] : block.value;
  if (block.pattern !== undefined && operator !== 'matches')
    return problem(
      'operand',
      'pattern',
      '"pattern" belongs to the operator matches',
      'use "operator: matches", or "value"',
    );
  if (operator === 'exists')
    return listed.length === 0
      ? { values: [], problems: [] }
      : problem(
          'unused',
          'value',
          `the operator ${block.operator} compares nothing, so "value" is not used`,
          'remove "value"',
        );
  if (block.pattern !== undefined && listed.some((value) => value !== block.pattern))
    return problem(
      'operand',
      'pattern',
      '"pattern" and "value" are two different regexes',
      'keep one of them',
    );
  const values = block.pattern !== undefined ? [block.pattern] : listed;
  if (values.length === 0)
    return problem('operand', 'operator', `the operator ${block.operator} needs a value`, 'add "value"');
  if (operator !== 'in_cidr') return { values, problems: [] };
  if (!feature.address)
    return problem(
      'cidr',
      'operator',
      `${block.operator} compares addresses, and ${feature.name} is none`,
      'use it with "type: ip"',
    );
  const blocks = values.flatMap((value) => value.split(',').map((part) => part.trim()));
  const wrong = blocks.find((text) => parseCidr(text) === undefined);
  return wrong === undefined
    ? { values: blocks, problems: [] }
    : problem(
        'cidr',
        'value',
        `"${wrong}" is not a CIDR block`,
        'write an address and a prefix length, for example 10.0.0.0/8',
      );
}

function canonical(
  values: readonly string[],
  { operator }: OperatorMeaning,
  { address, caseSensitive }: { readonly address: boolean; readonly caseSensitive: boolean },
): readonly string[] {
  if (operator === 'in_cidr') return values.map((value) => parseCidr(value) as string);
  if (operator === 'matches' || caseSensitive) return values;
  return values.map((value) => (address ? (parseAddress(value) ?? asciiLower(value)) : asciiLower(value)));
}
