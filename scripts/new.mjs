// Scaffolds the four rooms of a feature, working from the first minute, and runs the generator. No file that exists is touched but
// the generated ones.
//
//   npm run new balancer/least-time
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assertionRooms } from './new/assertion.mjs';
import { balancerRooms } from './new/balancer.mjs';
import { filterRooms } from './new/filter.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const FAMILIES = { assertion: assertionRooms, balancer: balancerRooms, filter: filterRooms };

function refuse(message) {
  console.error(message);
  process.exit(64);
}

const [family, name, ...more] = (process.argv[2] ?? '').split('/');
if (!Object.hasOwn(FAMILIES, family) || more.length > 0)
  refuse(`usage: npm run new <family>/<name>; the families are ${Object.keys(FAMILIES).join(', ')}`);
if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name ?? ''))
  refuse(`"${name ?? ''}" is no name: write it in kebab case, for example least-time`);

const files = Object.entries(FAMILIES[family](name));
const taken = files.map(([path]) => path).filter((path) => existsSync(join(root, path)));
if (taken.length > 0) refuse(`${family}/${name} exists: ${taken.join(', ')}`);

for (const [path, text] of files) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  console.log(`wrote ${path}`);
}
execFileSync(process.execPath, [join(root, 'scripts/generate.mjs')], { cwd: root, stdio: 'inherit' });
console.log(`try it: npx vitest run test/features/${family}/${name}`);
