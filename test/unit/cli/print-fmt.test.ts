import { lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GOOD, workbench } from './run-main.ts';

const { run, write, directory } = workbench();
const read = (name: string): string => readFileSync(join(directory(), name), 'utf8');

describe('gatewayc print', () => {
  const SECRET = `version: 1
server:
  port: \${PORT}
  read_timeout: 7s
include: more/*.yaml
routes:
  - {id: token, path: /t, respond: {body: "key=\${file:token}", content_type: "\${TYPE:-text/plain}"}}
`;
  const files = {
    'gateway.yaml': SECRET,
    token: 'hush-hush\n',
    'more/a.yaml': 'routes: [{id: a, path: /a, respond: {status: 204}}]\n',
  };
  const environment = { PORT: '8099' };
  it('prints the whole configuration, includes and defaults in it, and nothing that may be secret', async () => {
    write(files);
    const ran = await run(['print'], { environment });
    expect(ran.exit).toBe(0);
    for (const line of [
      'version: 1',
      'read_timeout: 7s',
      'write_timeout: 10s',
      '- id: a',
      'address: ${PORT}',
    ])
      expect(ran.out).toContain(line);
    expect(ran.out).toContain('body: key=${file:token}');
    for (const hidden of ['hush', '8099']) expect(ran.out + ran.talk).not.toContain(hidden);
  });
  it('shows what the environment says when it is told to, and never what is in a file', async () => {
    write(files);
    const ran = await run(['print', '--show-env', '--format', 'json'], { environment });
    expect(JSON.parse(ran.out).configuration).toMatchObject({
      server: { listen: [{ address: 8099 }] },
      routes: [{ respond: { body: 'key=${file:token}' } }, { id: 'a' }],
    });
    expect(ran.out).not.toContain('hush');
  });
  it.each([
    ['server.read_timeout', 'server.read_timeout: 7s  ← gateway.yaml:4:17\n'],
    ['server.write_timeout', 'server.write_timeout: 10s  ← default\n'],
    [
      'server.listen.0.address',
      'server.listen.0.address: "${PORT}"  ← environment variable PORT (gateway.yaml:3:9)\n',
    ],
    ['routes.a.path', 'routes.a.path.0: /a  ← more/a.yaml:1:24\n'],
    [
      'routes.token.respond.body',
      /^routes\.token\.respond\.body: "key=\$\{file:token\}" {2}← file \/.*\/token \(gateway\.yaml:7:43\)\n$/,
    ],
  ])('says why %s is what it is', async (key, said) => {
    write(files);
    const ran = await run(['print', '--why', key], { environment });
    expect(ran.exit).toBe(0);
    expect(ran.out).toEqual(typeof said === 'string' ? said : expect.stringMatching(said));
  });
  it('does not know every key, and suggests', async () => {
    write(files);
    const ran = await run(['print', '--why', 'server.read_timout'], { environment });
    expect(ran).toMatchObject({ exit: 64, out: '' });
    expect(ran.talk).toContain('did you mean read_timeout?');
  });
  it('prints nothing of a bad configuration but what is wrong', async () => {
    write({ 'gateway.yaml': 'version: 1\nroutes: [{id: a}]\n' });
    expect(await run(['print'])).toMatchObject({ exit: 3, out: '' });
  });
});

describe('gatewayc fmt', () => {
  const UGLY = GOOD.replace('routes:', '# all of them\nroutes:   ');
  it('formats in place, keeping comments, the mode and links', async () => {
    write({ 'real.yaml': UGLY });
    await chmod(join(directory(), 'real.yaml'), 0o640);
    symlinkSync('real.yaml', join(directory(), 'gateway.yaml'));
    expect(await run(['fmt'])).toMatchObject({ exit: 0, talk: 'gateway.yaml\n' });
    expect(read('real.yaml')).toBe(
      GOOD.replace('routes:', '# all of them\nroutes:').replaceAll("body: '{}'", "body: '{}'"),
    );
    expect(statSync(join(directory(), 'real.yaml')).mode & 0o777).toBe(0o640);
    expect(lstatSync(join(directory(), 'gateway.yaml')).isSymbolicLink()).toBe(true);
    expect(readdirSync(directory()).sort()).toEqual(['gateway.yaml', 'real.yaml']);
    expect(await run(['fmt'])).toMatchObject({ exit: 0, talk: 'formatted already\n' });
  });
  it('--check: 2 when a file would change, and writes nothing', async () => {
    write({ 'a.yaml': GOOD, 'b.yaml': UGLY });
    const ran = await run(['fmt', '--check', '-f', 'a.yaml', '-f', 'b.yaml', '--format', 'json']);
    expect(ran.exit).toBe(2);
    expect(JSON.parse(ran.out)).toMatchObject({ changed: ['b.yaml'], diagnostics: [{ code: 'GW9042' }] });
    expect(read('b.yaml')).toBe(UGLY);
    expect(await run(['fmt', '--check', '-f', 'a.yaml'])).toMatchObject({ exit: 0 });
  });
  it('writes none of the files when one is not sound', async () => {
    write({ 'a.yaml': UGLY, 'b.yaml': 'a: [' });
    const ran = await run(['fmt', '-f', 'a.yaml', '-f', 'b.yaml']);
    expect(ran).toMatchObject({ exit: 3, out: '' });
    expect(ran.talk).toMatch(/GW1001\] b\.yaml:1:4/);
    expect(read('a.yaml')).toBe(UGLY);
    expect(await run(['fmt', '-f', 'nowhere.yaml'])).toMatchObject({ exit: 1 });
  });
  it('prints what comes from standard input', async () => {
    const ran = await run(['fmt', '-f', '-'], { stdin: async () => 'a:   [ 1 ]\n' });
    expect(ran).toMatchObject({ exit: 0, out: 'a: [1]\n', talk: '' });
  });
});
