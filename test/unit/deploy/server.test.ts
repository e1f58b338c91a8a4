import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findServer } from '../../../src/deploy/server.ts';
import { scratchDirectory } from './scratch.ts';

const scratch = scratchDirectory();

/** A program that answers -V on stderr, as nginx does. */
function program(name: string, answer: string): string {
  const path = join(scratch(), name);
  writeFileSync(path, `#!/bin/sh\ncat >&2 <<'END'\n${answer}\nEND\n`);
  chmodSync(path, 0o755);
  return path;
}

/** Configure arguments that look for loadable modules in the scratch directory. */
function modules(...names: string[]): string {
  const directory = join(scratch(), 'modules');
  mkdirSync(directory);
  for (const name of names) writeFileSync(join(directory, name), '');
  return `configure arguments: --modules-path=${directory}`;
}

const find = (binary: string) => findServer({ binary, searchPath: scratch() });

describe('finding nginx', () => {
  it('finds a named program on PATH, and the modules it has to load', async () => {
    program(
      'my-nginx',
      `nginx version: nginx/1.26.3\n${modules('ngx_http_lua_module.so', 'ndk_http_module.so', 'other.so')}`,
    );
    expect(await find('my-nginx')).toEqual({
      path: join(scratch(), 'my-nginx'),
      version: '1.26.3',
      flavor: 'debian-1.26',
      hasLua: true,
      modules: ['ndk_http_module.so', 'ngx_http_lua_module.so'].map((name) =>
        join(scratch(), 'modules', name),
      ),
    });
  });
  it('needs no module where Lua is linked in', async () => {
    const path = program(
      'openresty',
      'nginx version: openresty/1.27.1.2\nconfigure arguments: --add-module=../ngx_lua-0.10.28',
    );
    expect(await find(path)).toMatchObject({ flavor: 'openresty', hasLua: true, modules: [] });
  });
  it('says what is missing when a named program is not there, and does not look for another', async () => {
    await expect(find('./no-nginx')).rejects.toMatchObject({
      diagnostics: [{ code: 'GW9001', message: expect.stringContaining('./no-nginx') }],
    });
  });
  it('refuses an nginx without Lua', async () => {
    const path = program('nginx', `nginx version: nginx/1.26.3\n${modules('ndk_http_module.so')}`);
    await expect(find(path)).rejects.toMatchObject({ diagnostics: [{ code: 'GW9002' }] });
  });
  it('refuses a program that is no nginx', async () => {
    await expect(find(program('nginx', 'usage: frobnicate'))).rejects.toMatchObject({
      diagnostics: [{ code: 'GW9003', message: expect.stringContaining('frobnicate') }],
    });
  });
  it('refuses an nginx without the early rewrite phase', async () => {
    const path = program('nginx', `nginx version: nginx/1.18.0\n${modules('ngx_http_lua_module.so')}`);
    await expect(find(path)).rejects.toMatchObject({ diagnostics: [{ code: 'GW9004' }] });
  });
});
