import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { eventually, rawRequest } from '../harness/index.ts';
import { which } from '../harness/which.ts';
import { newSite } from './site.ts';

const site = newSite();

it('the logrotate.conf of a deployment runs: logs move by size, old ones go, nginx writes on (M241)', async () => {
  const logrotate = which('logrotate');
  if (!logrotate) throw new Error('there is no logrotate on this machine: scripts/setup.sh tools');
  site.write('one', 'log: {max_size: 1k, max_backups: 2, max_age: 3}\n');
  expect(await site.apply()).toMatchObject({ exitCode: 0 });
  const logs = join(site.root(), 'logs');
  const state = join(site.dir(), 'state');
  const rotate = () => {
    const args = ['--state', state, join(site.root(), 'logrotate.conf')];
    const { status, stderr } = spawnSync(logrotate, args, { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  };
  const lines = () => readFileSync(join(logs, 'access.log'), 'utf8').split('\n').length - 1;
  const ask = async (times: number) => {
    for (let sent = 0; sent < times; sent += 1) await rawRequest(`http://127.0.0.1:${site.port()}`, '/who');
  };
  await ask(1);
  await eventually('a line', () => lines() === 1);
  rotate();
  expect(readdirSync(logs)).not.toContain('access.log.1'); // still small
  for (let round = 1; round <= 3; round += 1) {
    await ask(10);
    await eventually('ten lines more', () => lines() >= 10);
    rotate();
    await eventually('a new log', () => readdirSync(logs).includes('access.log') && lines() === 0);
  }
  const kept = readdirSync(logs).filter((name) => name.startsWith('access.log'));
  expect(kept.sort()).toEqual(['access.log', 'access.log.1', 'access.log.2']);
});
