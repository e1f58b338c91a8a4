import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventually } from '../harness/index.ts';
import { type Going, newSite, startCli } from './site.ts';

const site = newSite();
const privateDirectories = (pid: number) =>
  readdirSync(tmpdir()).filter((name) => name.startsWith(`gatewayc-${pid}-`));

/** Nobody may have reaped it yet: a zombie has no command line. */
function isNginx(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('nginx');
  } catch {
    return false;
  }
}

async function serving(): Promise<Going> {
  site.write('here');
  const going = startCli(['run', '-f', join(site.dir(), 'gateway.yaml')]);
  await eventually(
    'the greeting',
    () => going.said.stderr.includes('Ctrl-C stops it') || Promise.reject(new Error(going.said.stderr)),
  );
  return going;
}

describe('run', () => {
  it('serves, says where and what to try, and shows the access log', async () => {
    const going = await serving();
    expect(going.said.stderr).toContain(`http://127.0.0.1:${site.port()}`);
    expect(going.said.stderr).toContain(`curl -i 'http://127.0.0.1:${site.port()}/who'`);
    expect(await site.answer()).toBe('here');
    await eventually('the access log', () => going.said.stderr.includes('"path":"/who"'));
    expect(going.said.stdout).toBe('');
    going.child.kill('SIGTERM');
    expect((await going.exited).code).toBe(143);
  });
  it('stops at Ctrl-C and leaves nothing behind', async () => {
    const going = await serving();
    going.child.kill('SIGINT');
    expect((await going.exited).code).toBe(130);
    await expect(site.answer()).rejects.toThrow();
    expect(privateDirectories(going.child.pid as number)).toEqual([]);
  });
  it('that was killed is cleaned up by the next run, its nginx too (T5)', async () => {
    const killed = await serving();
    killed.child.kill('SIGKILL');
    await killed.exited;
    const [left] = privateDirectories(killed.child.pid as number);
    const master = Number(readFileSync(join(tmpdir(), left as string, 'run/nginx.pid'), 'utf8'));
    expect(await site.answer()).toBe('here');
    const next = await serving();
    expect(privateDirectories(killed.child.pid as number)).toEqual([]);
    await eventually('its nginx gone', () => !isNginx(master));
    expect(await site.answer()).toBe('here');
    next.child.kill('SIGINT');
    await next.exited;
  });
});
