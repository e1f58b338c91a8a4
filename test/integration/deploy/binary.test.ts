import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { which } from '../harness/which.ts';
import { newSite } from './site.ts';

const site = newSite();

it('nginx.binary_path names the nginx that is tried and started (M239)', async () => {
  const used = join(site.dir(), 'used');
  const binary = join(site.dir(), 'my-nginx');
  writeFileSync(
    binary,
    `#!/bin/sh\necho "$@" >> '${used}'\nexec ${which('openresty') ?? which('nginx')} "$@"\n`,
  );
  chmodSync(binary, 0o755);
  site.write('one', `nginx: {binary_path: "${binary}"}\n`);
  expect(await site.apply()).toMatchObject({ exitCode: 0 });
  expect(await site.answer()).toBe('one');
  const runs = readFileSync(used, 'utf8').split('\n');
  expect(runs).toContain('-V');
  expect(runs.some((line) => line.includes(`${site.root()}/current/`))).toBe(true);
});

it.each(['template_path', 'config_path', 'reload_script'])(
  'nginx.%s is refused, with the way out (M239)',
  async (key) => {
    site.write('one', `nginx: {${key}: /x}\n`);
    const said = await site.apply();
    expect(said.exitCode).toBe(3);
    expect(said.stderr).toContain(`\`${key}\``);
    expect(said.stderr).toContain('leave the key out');
  },
);
