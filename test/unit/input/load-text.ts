import { load } from '../../../src/input/load.ts';
import type { Loaded } from '../../../src/input/loaded.ts';

/**
 * Loads one text as standard input.
 * @param text the YAML
 * @param environment the variables it may use
 */
export function loadText(text: string, environment: Readonly<Record<string, string>> = {}): Promise<Loaded> {
  return load({ files: ['-'], stdin: text, stdinName: 'gateway.yaml', environment, cwd: '/nowhere' });
}

/**
 * The findings of a load in short.
 * @param loaded the load
 * @returns for example `GW1002 3:5`
 */
export const brief = (loaded: Loaded): readonly string[] =>
  loaded.diagnostics.map(({ code, span }) => `${code} ${span?.start.line}:${span?.start.column}`);
