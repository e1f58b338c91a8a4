// Prints what a choice of each balancer costs, among 3 nodes and among 1,000. It proves nothing and fails on nothing: numbers of one
// machine, of LuaJIT alone.
//
//   node bench/balancers.mjs [NGINX]
// @ts-check
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newDirectory } from './processes.mjs';

const nginx = process.argv[2] ?? 'nginx';
const LUA = fileURLToPath(new URL('../lua', import.meta.url));
const SCRIPT = fileURLToPath(new URL('./balancers.lua', import.meta.url));

/** OpenResty has Lua linked in, Debian's nginx loads it. */
const isOpenResty = /openresty/i.test(spawnSync(nginx, ['-v'], { encoding: 'utf8' }).stderr ?? '');
const modules = (isOpenResty ? [] : ['ndk_http_module', 'ngx_http_lua_module']).map(
  (name) => `load_module /usr/lib/nginx/modules/${name}.so;\n`,
);
const directory = newDirectory();
const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
  (name) => `${name}_temp_path run/${name};`,
);
for (const name of ['run', 'logs']) mkdirSync(join(directory, name));
writeFileSync(
  join(directory, 'nginx.conf'),
  `${modules.join('')}daemon off;
pid run/nginx.pid;
events {}
http {
  ${temporary.join(' ')}
  lua_package_path "${LUA}/?.lua;;";
  lua_shared_dict gw_nodes 1m;
  lua_shared_dict gw_flight 16m;
  init_by_lua_file "${SCRIPT}";
}
`,
);
const { status, error } = spawnSync(
  nginx,
  ['-p', `${directory}/`, '-c', 'nginx.conf', '-e', 'logs/error.log'],
  {
    stdio: ['ignore', 'inherit', 'inherit'],
  },
);
if (error) console.error(`${nginx} does not start: ${error.message}`);
process.exitCode = status ?? 1;
