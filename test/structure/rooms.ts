import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folders of lua/gatewayc and schemas that are no families. */
const NO_FAMILY = new Set(['core', 'phase']);

/** The stems below a folder that has one folder a family: `balancer/random`. */
function stems(root: string, folder: string, extension: string): string[] {
  const top = join(root, folder);
  if (!existsSync(top)) return [];
  return readdirSync(top, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !NO_FAMILY.has(entry.name))
    .flatMap(({ name: family }) =>
      readdirSync(join(top, family))
        .filter((file) => file.endsWith(extension))
        .map((file) => `${family}/${file.slice(0, file.length - extension.length)}`),
    )
    .sort();
}

/**
 * The four rooms of every feature, as lists of stems; they are equal in a house that is in order.
 * @param root a checkout
 */
export function roomsOf(root: string): Readonly<Record<'descriptor' | 'lua' | 'schema' | 'tests', string[]>> {
  return {
    descriptor: stems(root, 'src/features', '.ts'),
    lua: stems(root, 'lua/gatewayc', '.lua'),
    schema: stems(root, 'schemas', '.json'),
    tests: stems(root, 'test/features', '').filter((stem) =>
      readdirSync(join(root, 'test/features', stem)).some((file) => file.endsWith('.test.ts')),
    ),
  };
}

/**
 * The registry and the published schema as they name the features.
 * @param root a checkout
 */
export function namedFeatures(root: string): Readonly<Record<'registry' | 'schema', string[]>> {
  const registry = readFileSync(join(root, 'src/features/registry.ts'), 'utf8');
  const schema = JSON.parse(readFileSync(join(root, 'schemas/gateway.schema.json'), 'utf8')) as {
    readonly $defs: Readonly<Record<string, unknown>>;
  };
  return {
    registry: [...registry.matchAll(/from '\.\/([a-z]+\/[a-z0-9-]+)\.ts'/g)].map(
      (match) => match[1] as string,
    ),
    schema: Object.keys(schema.$defs)
      .filter((name) => name.includes('.'))
      .map((name) => name.replace('.', '/')),
  };
}
