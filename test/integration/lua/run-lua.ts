import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newDir, nginxArguments, nginxHere, writeConf } from './here.ts';

const RUN_MS = 20_000;

/** What a script run by {@link runLua} has around it. */
export interface LuaSurroundings {
  /** Becomes the script's first argument: `local input = ...`. */
  readonly input?: unknown;
  /** Directives of `http`, such as shared dicts. */
  readonly http?: string;
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
