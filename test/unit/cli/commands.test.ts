import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CODES } from '../../../src/diagnostics/codes.ts';
import { GOOD, workbench } from './run-main.ts';

const { run, write, directory } = workbench();
const path = (name: string) => join(directory(), name);

describe('init', () => {
  it('writes a configuration that has no problems, and the schema its first line names', async () => {
    expect(await run(['init'])).toMatchObject({ exit: 0, out: 'gateway.yaml\ngateway.schema.json\n' });
    expect(readFileSync(path('gateway.yaml'), 'utf8')).toMatch(
      /^# yaml-language-server: \$schema=gateway\.schema\.json\n/,
    );
    expect(JSON.parse(readFileSync(path('gateway.schema.json'), 'utf8'))).toHaveProperty('properties.routes');
    expect(await run(['check', '--fail-severity', 'info'])).toMatchObject({ exit: 0 });
  });
  it('overwrites nothing', async () => {
    write({ 'gateway.yaml': 'mine' });
    const ran = await run(['init']);
    expect(ran).toMatchObject({ exit: 1, out: '' });
    expect(ran.talk).toContain('GW9041');
    expect(readFileSync(path('gateway.yaml'), 'utf8')).toBe('mine');
    expect(existsSync(path('gateway.schema.json'))).toBe(false);
  });
});

describe('build', () => {
  const build = (...more: string[]) => run(['build', '-o', 'out', '--nginx-flavor', 'debian-1.26', ...more]);

  it('writes a tree that --check finds up to date', async () => {
    write({ 'gateway.yaml': GOOD });
    await build();
    expect(await build('--check')).toMatchObject({ exit: 0 });
    expect(readFileSync(path('out/conf/modules.d/lua.conf'), 'utf8')).toContain(
      '/usr/lib/nginx/modules/ngx_http_lua_module.so',
    );
  });
  it('--check exits 2 and writes nothing when the tree is stale', async () => {
    write({ 'gateway.yaml': GOOD });
    expect(await build('--check')).toMatchObject({ exit: 2 });
    expect(existsSync(path('out'))).toBe(false);
    await build();
    writeFileSync(path('out/conf/nginx.conf'), 'user root;');
    writeFileSync(path('out/conf/added.conf'), '');
    const ran = await build('--check', '--format', 'json');
    expect(ran.exit).toBe(2);
    expect(JSON.parse(ran.out).stale).toEqual([
      { path: 'conf/added.conf', kind: 'added' },
      { path: 'conf/nginx.conf', kind: 'changed' },
    ]);
  });
  it('gives the same bytes for the same input, wherever it runs (T9)', async () => {
    write({ 'gateway.yaml': GOOD, 'sub/gateway.yaml': GOOD });
    await build();
    await run(['build', '-o', 'out2', '--nginx-flavor', 'debian-1.26', '-f', 'sub/gateway.yaml']);
    expect(readFileSync(path('out2/manifest.json'), 'utf8')).toBe(
      readFileSync(path('out/manifest.json'), 'utf8'),
    );
  });
});

describe('routes', () => {
  it('lists every way to reach a route in match order, smaller priorities first (D31)', async () => {
    write({ 'gateway.yaml': GOOD });
    const { out } = await run(['routes', '--format', 'json']);
    expect(JSON.parse(out).routes).toEqual([
      {
        rank: 1,
        route: 'users',
        host: '*.example.com',
        path: '/users/{id}',
        methods: expect.arrayContaining(['GET', 'POST']),
        conditions: '',
        target: 'service users',
        priority: 5,
      },
      {
        rank: 2,
        route: 'hello',
        host: '*',
        path: '/hello',
        methods: [],
        conditions: '',
        target: 'respond 200',
        priority: 100,
      },
    ]);
  });
  it('is one line a row as text', async () => {
    write({ 'gateway.yaml': GOOD });
    expect((await run(['routes', '--format', 'text'])).out.split('\n')[1]).toBe(
      '2\thello\t*\t/hello\tany\t\trespond 200\t100',
    );
  });
});

describe('schema, rules, version', () => {
  it('print the schema documents are validated with', async () => {
    const schema = JSON.parse((await run(['schema'])).out);
    expect(schema).toHaveProperty('properties.routes');
    expect(JSON.parse((await run(['schema', '--format', 'json'])).out).schema).toEqual(schema);
  });
  it('list every code', async () => {
    const { out } = await run(['rules']);
    for (const code of Object.keys(CODES)) expect(out).toContain(code);
  });
  it('explain a code, in any case', async () => {
    expect((await run(['rules', 'gw9011'])).out).toMatch(/^GW9011 \(error\): Address that is taken\n\n/);
  });
  it('agree about the version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect((await run(['version'])).out).toBe(`gatewayc ${version}\n`);
    expect((await run(['--version'])).out).toBe(`${version}\n`);
  });
});

describe('completion', () => {
  it.each(['bash', 'zsh', 'fish'])('for %s knows every command and flag', async (shell) => {
    const { out } = await run(['completion', shell]);
    for (const word of ['apply', 'reload', 'fail-severity', 'sarif', 'completion', 'nginx-flavor'])
      expect(out).toContain(word);
    expect(out).not.toContain('nginx-bin ');
  });
});

describe('doctor', () => {
  it('says what is missing, without changing anything', async () => {
    write({ 'gateway.yaml': GOOD });
    const ran = await run(['doctor', '--nginx-binary', './no-nginx', '--root', 'root', '--format', 'json']);
    expect(ran.exit).toBe(1);
    const { checks, diagnostics } = JSON.parse(ran.out);
    expect(checks).toContainEqual({ name: 'nginx', ok: false });
    expect(checks).toContainEqual({ name: 'root', ok: true, found: `${path('root')} can be made` });
    expect(diagnostics).toContainEqual(expect.objectContaining({ code: 'GW9001' }));
    expect(existsSync(path('root'))).toBe(false);
  });
});
