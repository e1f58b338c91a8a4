import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Locate } from '../diagnostics/locate.ts';
import type { Gateway } from '../model/gateway.ts';
import type { NodePath } from '../model/path.ts';
import type { Bundle, BundleFile, Manifest } from './bundle.ts';
import { dataFile } from './data.ts';
import { luaFiles } from './lua.ts';
import { MODEL_FILE, type Model } from './model/model.ts';
import { renderNginxConf } from './render.ts';
import { sourceMap } from './source-map.ts';
import { mainView } from './view/main.ts';

const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** The version in package.json. */
export const VERSION = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
).version;

function digest(files: ReadonlyMap<string, BundleFile>, extra: string): string {
  const hash = createHash('sha256').update(extra);
  for (const [path, file] of files) hash.update(`\n${path} ${file.mode} ${sha256(file.content)}`);
  return hash.digest('hex').slice(0, 16);
}

/** Places a message of the running gateway may name. */
function entities(gateway: Gateway): readonly NodePath[] {
  return [...gateway.routes, ...gateway.services, ...gateway.steps].map((entity) => entity.at);
}

/**
 * Prints a gateway.
 * @param gateway the optimised gateway
 * @param locate finds places in the document, for the source map
 * @param model what the configuration means, for a later `diff`; a bundle that is only tried out needs none
 * @returns the bundle
 * @throws only on our own bugs
 */
export function emit(gateway: Gateway, locate: Locate, model?: Model): Bundle {
  const conf = renderNginxConf(mainView(gateway));
  const map = sourceMap(conf.origins, entities(gateway), locate);
  const files = new Map<string, BundleFile>();
  const put = (path: string, content: string | Uint8Array): void =>
    void files.set(path, { content, mode: 0o644 });
  put('conf/nginx.conf', conf.text);
  for (const [path, content] of luaFiles()) put(path, content);
  const bare = dataFile(gateway, { version: VERSION, generation: '' });
  const generation = digest(files, bare);
  put('data/gateway.json', dataFile(gateway, { version: VERSION, generation }));
  // After the digest: moving lines in the YAML does not make another generation.
  put('data/source-map.json', `${JSON.stringify(map)}\n`);
  // Nor does the model: what is served does not depend on it.
  if (model !== undefined) put(MODEL_FILE, `${JSON.stringify(model)}\n`);
  const manifest: Manifest = {
    format: 1,
    gatewayc: VERSION,
    flavor: gateway.flavor,
    generation,
    config_hash: sha256(bare),
    files: Object.fromEntries(
      [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, file]) => [path, sha256(file.content)]),
    ),
  };
  put('manifest.json', `${JSON.stringify(manifest, undefined, 2)}\n`);
  return {
    generation,
    flavor: gateway.flavor,
    files: new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1))),
    sourceMap: map,
  };
}
