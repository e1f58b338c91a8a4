import { describeSources, type Examined } from './examine.ts';
import type { SourceOptions } from './options.ts';

/**
 * One line about a configuration that is good.
 * @param options which files it came from
 * @param examined the configuration
 */
export function summarise(options: SourceOptions, { document, diagnostics }: Examined): string {
  if (document === undefined) return '';
  const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
  const problems = diagnostics.length === 0 ? 'no problems' : 'good enough';
  return `${describeSources(options)}: ${count(document.routes.length, 'route')}, ${count(document.services.length, 'service')}, ${problems}`;
}
