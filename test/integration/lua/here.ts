// What every throw-away nginx needs: the binary of this machine, a directory, a configuration around a test's text.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { flavorOf } from '../harness/flavor.ts';
import { which } from '../harness/which.ts';

const LUA = fileURLToPath(new URL('../../../lua', import.meta.url));
const TEMP = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

let facts: { readonly binary: string; readonly modules: string } | undefined;

/** The nginx of this machine, and the lines that load Lua into it: none for OpenResty, which has it linked in. */
export function nginxHere() {
  if (facts) return facts;
  const binary = which('openresty') ?? which('nginx');
  if (!binary) throw new Error('there is no openresty or nginx on this machine: scripts/setup.sh nginx');
  const { flavor } = flavorOf(spawnSync(binary, ['-V'], { encoding: 'utf8' }).stderr);
  const names = flavor === 'openresty' ? [] : ['ndk_http_module.so', 'ngx_http_lua_module.so'];
  const paths = names.map((name) => join('/usr/lib/nginx/modules', name));
  const missing = paths.find((path) => !existsSync(path));
  if (missing) throw new Error(`${binary} has no Lua: ${missing} is missing: scripts/setup.sh nginx`);
  facts = { binary, modules: paths.map((path) => `load_module ${path};\n`).join('') };
  return facts;
}

/**
 * A directory the workers can read, whoever they run as.
 * @param parent where to make it
 */
export function newDir(parent: string): string {
  mkdirSync(parent, { recursive: true });
  const dir = mkdtempSync(join(parent, 'gatewayc-lua-'));
  chmodSync(dir, 0o755);
  for (const name of ['run', 'logs', 'tmp']) mkdirSync(join(dir, name));
  return dir;
}

/**
 * Writes nginx.conf.
 * @param main directives of the main context
 * @param http directives of `http`; init_by_lua is `init.lua`, beside it
 */
export function writeConf(dir: string, main: string, http: string): void {
  const temp = TEMP.map((name) => `  ${name}_temp_path tmp/${name};\n`).join('');
  // Workers of root stay root: the checkout may stand where nobody else may look.
  const user = process.getuid?.() === 0 ? 'user root;\n' : '';
  const conf = `${nginxHere().modules}${user}daemon off;\npid run/nginx.pid;\n${main}
events { worker_connections 512; }
http {
  lua_package_path "${LUA}/?.lua;;";
  access_log off;
  init_by_lua_file init.lua;
${temp}${http}
}\n`;
  writeFileSync(join(dir, 'nginx.conf'), conf);
}

/**
 * Arguments that run it.
 * @param log where the first messages go, before the configuration names a log
 */
export function nginxArguments(dir: string, log: string): string[] {
  return ['-p', `${dir}/`, '-c', 'nginx.conf', '-e', log];
}
