import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Orders texts by code units: the same in every locale. */
export const byText = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Lists the feature files of a checkout.
 * @param {string} root the checkout
 * @returns {{family: string, name: string}[]} by family, then by name
 */
export function featureFiles(root) {
  const folder = join(root, 'src/features');
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: family }) =>
      readdirSync(join(folder, family))
        .filter((file) => file.endsWith('.ts'))
        .map((file) => ({ family, name: file.slice(0, -3) })),
    )
    .sort((a, b) => byText(a.family, b.family) || byText(a.name, b.name));
}

/**
 * Reads the descriptors and the code table. Node 20 cannot import TypeScript, so they are compiled into a temporary folder first.
 * @param {string} root the checkout
 * @returns {Promise<{features: object[], codes: Record<string, {severity: string, title: string, text: string}>}>}
 */
export async function readDescriptors(root) {
  const out = mkdtempSync(join(tmpdir(), 'gatewayc-generate-'));
  try {
    const files = featureFiles(root);
    const sources = files.map(({ family, name }) => `src/features/${family}/${name}.ts`);
    writeFileSync(join(out, 'package.json'), '{"type":"module"}');
    compile(root, out, [...sources, 'src/diagnostics/codes.ts']);
    const load = (path) => import(pathToFileURL(join(out, path)).href);
    const features = [];
    for (const { family, name } of files) {
      const { feature } = await load(`features/${family}/${name}.js`);
      if (feature?.family !== family || feature.name !== name)
        throw new Error(`src/features/${family}/${name}.ts must export a feature of that family and name`);
      features.push(feature);
    }
    const { CODES } = await load('diagnostics/codes.js');
    return { features, codes: CODES };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function compile(root, out, sources) {
  const options = ['--noCheck', '--ignoreConfig', '--target', 'es2023', '--module', 'nodenext'];
  const paths = [
    '--rewriteRelativeImportExtensions',
    '--rootDir',
    'src',
    '--outDir',
    out,
    '--pretty',
    'false',
  ];
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, ...options, ...paths, ...sources], { cwd: root, stdio: 'inherit' });
}
