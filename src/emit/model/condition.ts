import type { Condition } from '../../model/condition.ts';
import { byText } from '../../model/text.ts';
import type { KnownCondition, Masked } from './model.ts';
import { masked, type Secrets } from './secrets.ts';

/**
 * A condition in the one form that is equal for conditions that say the same: no group in a group of its kind, no group of one,
 * members and values sorted, each once.
 * @param condition a condition of the intermediate representation
 * @param secrets texts of its route that are masked
 */
export function canonicalCondition(condition: Condition, secrets: Secrets): KnownCondition {
  if (condition.kind === 'test') {
    const { values, ...rest } = condition;
    const known = [...new Set(values)].map((value) => masked(value, secrets));
    return { ...rest, values: known.sort((a, b) => byText(valueKey(a), valueKey(b))) };
  }
  const { kind } = condition;
  const members = condition.of
    .map((part) => canonicalCondition(part, secrets))
    .flatMap((part) => (part.kind === kind ? part.of : [part]));
  const unique = new Map(members.map((part) => [conditionKey(part), part]));
  const of = [...unique].sort(([a], [b]) => byText(a, b)).map(([, part]) => part);
  return of.length === 1 ? (of[0] as KnownCondition) : { kind, of };
}

/**
 * A text that is equal for equal canonical conditions. Where a masked value came from does not count.
 * @param condition a canonical condition
 */
export function conditionKey(condition: KnownCondition): string {
  if (condition.kind !== 'test') return `${condition.kind}(${condition.of.map(conditionKey).join()})`;
  const { caseSensitive, name, negate, operator, subject, values } = condition;
  return JSON.stringify([subject, name ?? null, operator, negate, caseSensitive, values.map(valueKey)]);
}

const valueKey = (value: string | Masked): string =>
  typeof value === 'string' ? `=${value}` : `#${value.mark}`;
