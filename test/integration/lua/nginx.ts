// Throw-away nginxes for tests of single Lua modules: nothing of a compiled gateway, only the text a test gives.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inject } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { freePort } from '../harness/launch.ts';
import { rawRequest } from '../harness/request.ts';
import type { Stack } from '../harness/types.ts';
import { newDir, nginxArguments, nginxHere, writeConf } from './here.ts';

export type { LuaSurroundings } from './run-lua.ts';
export { evalLua, runLua } from './run-lua.ts';

const HOST = '127.0.0.1';
const READY = '/__ready';
const STOP_MS = 5000;
const PORT_TRIES = 4;

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
