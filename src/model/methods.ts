import { byText } from './text.ts';

/**
 * The methods a route answers: GET implies HEAD.
 * @param methods as written; empty means every method
 * @returns upper case, sorted, each once
 */
export function expandMethods(methods: readonly string[]): readonly string[] {
  const upper = new Set(methods.map((method) => method.toUpperCase()));
  if (upper.has('GET')) upper.add('HEAD');
  return [...upper].sort(byText);
}
