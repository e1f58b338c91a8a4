// Writes what follows from the feature folders, the schema fragments and the code table:
//   src/features/registry.ts, schemas/gateway.schema.json, src/schema/validator.ts, docs/reference/*.md
//
//   node scripts/generate.mjs            writes what is stale
//   node scripts/generate.mjs --check    writes nothing; exits 1 and names what is stale
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readDescriptors } from './generate/features.mjs';
import { referencePages } from './generate/reference.mjs';
import { registryText } from './generate/registry.mjs';
import { buildSchema } from './generate/schema.mjs';
import { validatorText } from './generate/validator.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const REFERENCE = 'docs/reference';

const { features, codes } = await readDescriptors(root);
const schema = buildSchema(root, features);
const files = new Map([
  ['src/features/registry.ts', registryText(features)],
  ['schemas/gateway.schema.json', `${JSON.stringify(schema, undefined, 1)}\n`],
  ['src/schema/validator.ts', validatorText(schema)],
  ...Object.entries(referencePages(schema, { features, codes })).map(([name, text]) => [
    `${REFERENCE}/${name}`,
    text,
  ]),
]);

const current = (path) => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined);
const stale = [...files.keys()].filter((path) => current(path) !== files.get(path));
const gone = existsSync(join(root, REFERENCE))
  ? readdirSync(join(root, REFERENCE))
      .map((name) => `${REFERENCE}/${name}`)
      .filter((path) => !files.has(path))
  : [];

if (process.argv.includes('--check')) {
  for (const path of [...stale, ...gone]) console.error(`stale: ${path}; run: npm run generate`);
  process.exitCode = stale.length + gone.length > 0 ? 1 : 0;
} else {
  for (const path of stale) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), files.get(path));
    console.log(`wrote ${path}`);
  }
  for (const path of gone) {
    rmSync(join(root, path));
    console.log(`removed ${path}`);
  }
}
