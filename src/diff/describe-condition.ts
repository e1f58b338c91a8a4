import type { KnownCondition, Masked } from '../emit/model/model.ts';

/**
 * Says what is asked of a request, one line a demand.
 * @param condition a condition
 * @returns for example `header x-tier equals gold`; secrets are named by where they come from
 */
export function demandsOf(condition: KnownCondition): readonly string[] {
  return condition.kind === 'all' ? condition.of.map(describe) : [describe(condition)];
}

function describe(condition: KnownCondition): string {
  if (condition.kind !== 'test')
    return `(${condition.of.map(describe).join(condition.kind === 'all' ? ' and ' : ' or ')})`;
  const { caseSensitive, name, negate, operator, subject, values } = condition;
  const words = [
    name === undefined ? subject : `${subject} ${name}`,
    `${negate ? 'not ' : ''}${operator}`,
    values.map(valueText).join(','),
    caseSensitive || operator === 'exists' || subject === 'ip' || subject === 'host' ? '' : '(any case)',
  ];
  return words.filter((word) => word !== '').join(' ');
}

const valueText = (value: string | Masked): string =>
  typeof value === 'string' ? value : `[from ${value.from}]`;
