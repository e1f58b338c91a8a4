import { access, constants, readdir } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import type { Flavor } from '../model/document.ts';
import { ask } from './ask.ts';
import { failure } from './failure.ts';
import { compareVersion, parseVersion } from './version.ts';

/** An nginx binary and what `nginx -V` says of it. */
export interface Server {
  readonly path: string;
  /** For example `1.22.1`; OpenResty's own version has four numbers. */
  readonly version: string;
  readonly flavor: Flavor;
  readonly hasLua: boolean;
  /** Loadable modules the gateway needs, absolute, in load order; none where Lua is linked in. */
  readonly modules: readonly string[];
}

/** Where a binary may be named: on the command line before the document, both before a search. */
export interface ServerWish {
  /** From the command line or `nginx.binary_path`. */
  readonly binary: string | undefined;
  /** PATH. */
  readonly searchPath: string;
}

const USUAL = [
  '/usr/local/openresty/bin',
  '/usr/local/openresty/nginx/sbin',
  '/usr/local/sbin',
  '/usr/sbin',
  '/usr/local/nginx/sbin',
  '/opt/openresty/nginx/sbin',
];
const OLDEST: readonly [number, number] = [1, 22];

/**
 * Finds the nginx to deploy to: the one that was named, else the first with Lua among openresty and nginx on PATH and in the usual places.
 * @param wish what was named, and PATH
 * @returns the binary, which has Lua and is new enough
 * @throws DeployFailure GW9001 to GW9004
 */
export async function findServer(wish: ServerWish): Promise<Server> {
  if (wish.binary !== undefined) {
    const found = await named(wish.binary, wish.searchPath);
    if (found !== undefined) return usable(await readServer(found));
    throw failure('GW9001', {
      message: `there is no program ${wish.binary}`,
      help: 'correct --nginx-binary or nginx.binary_path, or leave it out to search',
    });
  }
  const candidates = await onPath(wish.searchPath);
  if (candidates.length === 0) {
    throw failure('GW9001', {
      message: 'no openresty or nginx on PATH or in the usual directories',
      help: 'install one: apt-get install nginx libnginx-mod-http-lua',
    });
  }
  const servers: Server[] = [];
  for (const path of candidates) {
    const server = await readServer(path);
    if (server.hasLua && !tooOld(server)) return server;
    servers.push(server);
  }
  return usable(servers[0] as Server);
}

/**
 * Asks a binary what it is.
 * @param path the binary
 * @throws DeployFailure GW9003 when it does not answer like an nginx
 */
export async function readServer(path: string): Promise<Server> {
  const answer = await ask(path, ['-V']);
  const text = parseVersion(answer.stderr);
  if (answer.exitCode !== 0 || text === undefined) {
    const said = (answer.stderr || answer.problem).trim().split('\n')[0];
    throw failure('GW9003', {
      message: `${path} -V does not answer like an nginx: ${said}`,
      help: 'run it by hand, or name another binary',
    });
  }
  const modules = text.linked ? [] : await loadable(text.modulesPath);
  return {
    path,
    version: text.version,
    flavor: text.flavor,
    hasLua: text.linked || modules !== undefined,
    modules: modules ?? [],
  };
}

/**
 * The load_module lines a server needs, for `conf/modules.d/`.
 * @param modules absolute paths, in load order
 * @returns the file's text; undefined when nothing has to be loaded
 */
export function modulesConf(modules: readonly string[]): string | undefined {
  return modules.length === 0 ? undefined : modules.map((path) => `load_module ${path};\n`).join('');
}

/** The modules of a flavor's stock packages, for builds on a machine that is not the target. */
export function standardModules(flavor: Flavor): readonly string[] {
  return flavor === 'openresty' ? [] : MODULES.map((name) => `/usr/lib/nginx/modules/${name}`);
}

const MODULES = ['ndk_http_module.so', 'ngx_http_lua_module.so'] as const;

/** The modules to load from a directory: Lua, behind the kit it may have been built with. */
async function loadable(directory: string): Promise<readonly string[] | undefined> {
  if (!isAbsolute(directory)) return undefined;
  const names = await readdir(directory).catch((): string[] => []);
  const present = MODULES.filter((name) => names.includes(name));
  return present.includes('ngx_http_lua_module.so')
    ? present.map((name) => join(directory, name))
    : undefined;
}

function usable(server: Server): Server {
  if (!server.hasLua) {
    throw failure('GW9002', {
      message: `${server.path} (${server.version}) has no Lua module`,
      help: 'install it: apt-get install libnginx-mod-http-lua; or use OpenResty',
    });
  }
  if (tooOld(server))
    throw failure('GW9004', {
      message: `${server.path} is version ${server.version}; 1.22 is the oldest that works`,
      help: 'install a newer nginx or OpenResty',
    });
  return server;
}

const tooOld = (server: Server): boolean => compareVersion(server.version, OLDEST) < 0;

async function named(binary: string, searchPath: string): Promise<string | undefined> {
  if (binary.includes('/')) return (await runs(binary)) ? resolve(binary) : undefined;
  return (
    await existing([...searchPath.split(':'), ...USUAL].map((directory) => join(directory, binary)))
  )[0];
}

async function onPath(searchPath: string): Promise<string[]> {
  const directories = [
    ...new Set([...searchPath.split(':').filter((directory) => isAbsolute(directory)), ...USUAL]),
  ];
  return existing(
    ['openresty', 'nginx'].flatMap((name) => directories.map((directory) => join(directory, name))),
  );
}

async function existing(paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(paths.map(runs));
  return paths.filter((_, i) => found[i]);
}

const runs = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
