// Throw-away nginxes for tests of single Lua modules: nothing of a compiled gateway, only the text a test gives.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { flavorOf } from '../harness/flavor.ts';
import { freePort } from '../harness/launch.ts';
import { rawRequest } from '../harness/request.ts';
import type { Stack } from '../harness/types.ts';
import { which } from '../harness/which.ts';

const LUA = fileURLToPath(new URL('../../../lua', import.meta.url));
const HOST = '127.0.0.1';
const READY = '/__ready';
const RUN_MS = 20_000;
const STOP_MS = 5000;
const PORT_TRIES = 4;
const TEMP = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

/** What a throw-away nginx is made of. Paths in the texts are relative to its directory. */
export interface NginxText {
  /** Directives of `http`: shared dicts, `init_worker_by_lua_block`, more servers. */
  readonly http?: string;
  /** Directives of the one server that `url` names; its `listen` is there already. */
  readonly server?: string;
  /** Lua for init_by_lua. */
  readonly init?: string;
  /** Files to lay into the directory first, by relative name. */
  readonly files?: Readonly<Record<string, string>>;
  /** Environment variables, for the workers too. */
  readonly env?: Readonly<Record<string, string>>;
  readonly workers?: number;
}

/** An nginx that answers. */
export interface Nginx {
  readonly url: string;
  readonly port: number;
  /** Its prefix: nginx.conf, logs, the files it was given. */
  readonly dir: string;
  /** The pid of its master. */
  readonly pid: number;
  /** All of the error log so far, from level notice. */
  readonly errorLog: () => string;
  /** Fetches a path of the server. @returns the body @throws when the status is not 2xx, with the error log */
  readonly get: (path: string) => Promise<string>;
  /** Sends HUP: the configuration is read again, and new workers take over. */
  readonly reload: () => void;
  /** Ends it and removes its directory; harmless when it is gone already. */
  readonly stop: () => Promise<void>;
}

/** What a script run by {@link runLua} has around it. */
export interface LuaSurroundings {
  /** Becomes the script's first argument: `local input = ...`. */
  readonly input?: unknown;
  /** Directives of `http`, such as shared dicts. */
  readonly http?: string;
}

let facts: { readonly binary: string; readonly modules: string } | undefined;

/** The nginx of this machine, and the lines that load Lua into it: none for OpenResty, which has it linked in. */
function nginxHere() {
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

/** A directory the workers can read, whoever they run as. */
function newDir(parent: string): string {
  mkdirSync(parent, { recursive: true });
  const dir = mkdtempSync(join(parent, 'gatewayc-lua-'));
  chmodSync(dir, 0o755);
  for (const name of ['run', 'logs', 'tmp']) mkdirSync(join(dir, name));
  return dir;
}

function writeConf(dir: string, main: string, http: string): void {
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

function nginxArguments(dir: string, log: string): string[] {
  return ['-p', `${dir}/`, '-c', 'nginx.conf', '-e', log];
}

const PRELUDE = `
local path = ngx.config.prefix()
local json = require "cjson"
local function read(name)
  local file = assert(io.open(path .. name))
  local text = file:read "*a"
  file:close()
  return text
end
function print(...)
  local words = {}
  for i = 1, select("#", ...) do words[i] = tostring((select(i, ...))) end
  io.stdout:write(table.concat(words, "\\t"), "\\n")
end
local chunk = assert(loadfile(path .. "script.lua"))
local ok, err = xpcall(function() return chunk(json.decode(read "input.json")) end, debug.traceback)
if not ok then io.stderr:write(err, "\\n") end
io.stdout:flush()
os.exit(ok and 0 or 1)
`;

/**
 * Runs a Lua script in the init_by_lua of an nginx that ends with it. There is the LuaJIT, `ngx.re`, the shared dicts and the modules of the
 * gateway; there is no request, so `ngx.var` has to be a table of the test's, set before a module that uses it is required.
 * @param script Lua; it prints its results
 * @returns what it printed
 * @throws with the traceback when the script throws
 */
export async function runLua(script: string, around: LuaSurroundings = {}): Promise<string> {
  const dir = newDir(tmpdir());
  try {
    writeFileSync(join(dir, 'init.lua'), PRELUDE);
    writeFileSync(join(dir, 'script.lua'), script);
    writeFileSync(join(dir, 'input.json'), JSON.stringify(around.input ?? null));
    writeConf(dir, 'error_log stderr warn;', around.http ?? '');
    const child = spawn(nginxHere().binary, nginxArguments(dir, 'stderr'), {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: RUN_MS,
      killSignal: 'SIGKILL',
    });
    let out = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      errors += text;
    });
    const [code, signal] = await once(child, 'close');
    if (code !== 0) throw new Error(`the Lua script ended with ${code ?? signal}\n${out}${errors}`);
    return out;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/**
 * Runs a Lua script that returns a value, see {@link runLua}.
 * @param script Lua; it ends in `return VALUE`
 * @returns the value, by way of JSON: an empty table is `{}`, and text must be UTF-8
 */
export async function evalLua<T>(script: string, around: LuaSurroundings = {}): Promise<T> {
  const wrapped = `local json = require "cjson"; local run = function(...) ${script}\nend; print(json.encode(run(...)))`;
  return JSON.parse(await runLua(wrapped, around)) as T;
}

/** Where the directory goes: to what the integration run sweeps when it dies, if this is one. */
async function parentDir(): Promise<string> {
  const stack = inject('stack') as Stack | undefined;
  if (!stack) return tmpdir();
  const { ownerDir } = await import('../harness/sweep.mjs'); // loads the container client: not for unit tests
  return ownerDir(stack.owner);
}

/**
 * Starts a throw-away nginx on a free port of 127.0.0.1 and waits until it answers.
 * @returns the running nginx, which the caller stops
 * @throws with the error log when it does not start
 */
export async function startNginx(text: NginxText): Promise<Nginx> {
  const dir = newDir(await parentDir());
  for (const [name, content] of Object.entries(text.files ?? {})) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), content);
  }
  writeFileSync(join(dir, 'init.lua'), text.init ?? '');
  for (let attempt = 1; ; attempt++) {
    try {
      return await boot(dir, text, await freePort());
    } catch (error) {
      const lost = /Address already in use/.test(String(error)) && attempt < PORT_TRIES;
      if (lost) continue; // somebody took the port in between
      rmSync(dir, { recursive: true, force: true });
      throw error;
    }
  }
}

async function boot(dir: string, text: NginxText, port: number): Promise<Nginx> {
  const names = Object.keys(text.env ?? {}).map((name) => `env ${name};\n`);
  const main = `worker_processes ${text.workers ?? 1};\nerror_log logs/error.log notice;\n${names.join('')}`;
  const ready = `location = ${READY} { return 204; }`;
  writeConf(
    dir,
    main,
    `${text.http ?? ''}\n  server { listen ${HOST}:${port}; ${ready}\n${text.server ?? ''}\n  }`,
  );
  const child = spawn(nginxHere().binary, nginxArguments(dir, 'logs/error.log'), {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...text.env },
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (chunk) => {
    said += chunk;
  });
  let gone = false;
  const exit = once(child, 'close').then(() => {
    gone = true;
  });
  const errorLog = () => {
    const file = join(dir, 'logs/error.log');
    return existsSync(file) ? readFileSync(file, 'utf8') : said;
  };
  const end = async () => {
    if (!gone) child.kill('SIGTERM'); // not SIGKILL: a killed master leaves its workers running
    await Promise.race([exit, eventually('nginx gone', () => gone, STOP_MS)]);
  };
  const url = `http://${HOST}:${port}`;
  try {
    await eventually('nginx answers', async () => gone || rawRequest(url, READY, { timeout: 1000 }));
    if (gone) throw new Error('nginx ended before it answered');
  } catch (error) {
    const log = errorLog();
    await end();
    throw new Error(`${(error as Error).message}\n${said}${log}`, { cause: error });
  }
  return {
    url,
    port,
    dir,
    pid: child.pid as number,
    errorLog,
    get: async (path) => {
      const response = await fetch(url + path, { headers: { connection: 'close' } });
      const body = await response.text();
      if (!response.ok) throw new Error(`${path}: ${response.status} ${body}\n${errorLog()}`);
      return body;
    },
    reload: () => {
      child.kill('SIGHUP');
    },
    stop: async () => {
      await end();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
