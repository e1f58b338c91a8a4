import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Flavor } from '../../src/model/document.ts';

/** A gateway and what it is compiled for. */
export interface GoldenCase {
  /** Absolute name of its gateway.yaml. */
  readonly source: string;
  readonly flavor: Flavor;
}

const HERE = fileURLToPath(new URL('.', import.meta.url));

/** The names of the cases: the directories here. */
export const goldenNames = (): readonly string[] =>
  readdirSync(HERE, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();

/**
 * Reads a case: its own gateway.yaml for OpenResty, unless case.json names another file (`source`) or server (`flavor`).
 * @param name its directory
 */
export function goldenCase(name: string): GoldenCase {
  const file = join(HERE, name, 'case.json');
  const { source = 'gateway.yaml', flavor = 'openresty' } = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as { source?: string; flavor?: Flavor })
    : {};
  return { source: join(HERE, name, source), flavor };
}
