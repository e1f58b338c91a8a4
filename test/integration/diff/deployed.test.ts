// What `gatewayc diff` says about the deployed release, and what `gatewayc apply` then does. On this machine's own nginx.
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newSite } from '../deploy/site.ts';
import { runCli } from '../harness/index.ts';

const site = newSite();
const file = () => join(site.dir(), 'gateway.yaml');
const diff = (...more: readonly string[]) =>
  runCli(['diff', '-f', file(), '--root', site.root(), '--exit-code', ...more]);

describe('a diff with what is deployed', () => {
  it('is empty after apply, names a change and what was edited by hand, and is empty again (M226)', async () => {
    site.write('one');
    expect((await site.apply()).exitCode).toBe(0);
    expect(await diff()).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('no differences') });
    site.write('two');
    const changed = await diff();
    expect(changed).toMatchObject({ exitCode: 2, stderr: '' });
    expect(changed.stdout).toContain('respond.body: one → two');
    expect(changed.stdout).toContain('reload needed');
    appendFileSync(join(site.root(), 'current/conf/nginx.conf'), '# by hand\n');
    expect((await diff()).stdout).toContain('conf/nginx.conf changed');
    expect((await site.apply()).exitCode).toBe(0);
    expect(await diff()).toMatchObject({ exitCode: 0 });
    expect(await site.answer()).toBe('two');
  });

  it('announces the restart without which nginx cannot change over to all addresses', async () => {
    site.write('one');
    expect((await site.apply()).exitCode).toBe(0);
    const yaml = `version: 1
server: {listen: ${site.port()}}
metrics: {enabled: false}
routes: [{id: who, path: /who, respond: {content_type: text/plain, body: two}}]
`;
    writeFileSync(file(), yaml);
    expect((await diff()).stdout).toContain(`restart needed: port ${site.port()} `);
    const refused = await site.apply();
    expect(refused.exitCode).not.toBe(0);
    expect(refused.stderr).toContain('GW9011');
    expect(await site.answer()).toBe('one');
  });
});
