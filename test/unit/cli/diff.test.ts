import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { GOOD, workbench } from './run-main.ts';

const { directory, run, write } = workbench();
const BAD = GOOD.replace('service_id: users', 'service_id: nobody');
const CHANGED = GOOD.replace('path: /hello', 'path: /hallo').replace('127.0.0.1:3000', '127.0.0.1:3001');
const schema = JSON.parse(
  readFileSync(new URL('../../../schemas/diff.schema.json', import.meta.url), 'utf8'),
);
const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);

/** Builds what is in gateway.yaml into `out`. */
const build = () => run(['build', '-o', 'out', '--nginx-flavor', 'debian-1.26']);

describe('gatewayc diff', () => {
  it('compares with a build, without its YAML', async () => {
    write({ 'gateway.yaml': GOOD });
    await build();
    write({ 'gateway.yaml': CHANGED });
    const ran = await run(['diff', '--against', 'out']);
    expect(ran).toMatchObject({ exit: 0, talk: '' });
    expect(ran.out).toContain('~ hello  gateway.yaml:3:5');
    expect(ran.out).toContain('paths: /hello → /hallo  gateway.yaml:4:5');
    expect(ran.out).toContain('- 127.0.0.1:3000 of users');
    expect(ran.out).toContain('GET example.com/hallo: 404 → hello');
    expect(ran.out).toContain('reload needed');
    expect(ran.out.trimEnd().split('\n').at(-1)).toMatch(/^risk: high: /);
  });
  it('says nothing more than that when there are no differences', async () => {
    write({
      'gateway.yaml': GOOD,
      'same.yaml': GOOD.replace('methods: [GET, POST]', 'methods: [post, get]'),
    });
    await build();
    for (const against of ['out', 'same.yaml']) {
      expect(await run(['diff', '--against', against, '--exit-code'])).toEqual({
        exit: 0,
        out: expect.stringMatching(/^.* → gateway\.yaml: no differences\n$/),
        talk: '',
      });
      expect((await run(['diff', '--against', against, '--format', 'unified'])).out).toBe('');
    }
  });
  it.each(['--exit-code', '--detailed-exitcode'])(
    '%s exits with 2 when there are differences',
    async (flag) => {
      write({ 'gateway.yaml': GOOD, 'other.yaml': CHANGED });
      expect(await run(['diff', '--against', 'other.yaml'])).toMatchObject({ exit: 0 });
      expect(await run(['diff', '--against', 'other.yaml', flag])).toMatchObject({ exit: 2 });
    },
  );
  it('names files of a release that were changed by hand, and takes them for a difference', async () => {
    write({ 'gateway.yaml': GOOD });
    await build();
    writeFileSync(join(directory(), 'out/conf/nginx.conf'), '# mine\n');
    rmSync(join(directory(), 'out/lua/gatewayc/pipeline.lua'));
    const ran = await run(['diff', '--against', 'out', '--exit-code']);
    expect(ran.exit).toBe(2);
    expect(ran.out).toContain('conf/nginx.conf changed');
    expect(ran.out).toContain('lua/gatewayc/pipeline.lua missing');
    expect(ran.out).not.toContain('effects');
    const unified = await run(['diff', '--against', 'out', '--format', 'unified']);
    expect(unified.out).toContain('-# mine\n');
    expect(unified.out).toContain('Files /dev/null and b/lua/gatewayc/pipeline.lua differ\n');
  });
});

describe('formats of gatewayc diff', () => {
  it('json is what its schema says, with and without differences', async () => {
    write({ 'gateway.yaml': GOOD, 'other.yaml': `${CHANGED}server: {listen: 81, read_timeout: 1s}\n` });
    for (const against of ['other.yaml', 'gateway.yaml']) {
      const { out } = await run(['diff', '--against', against, '--format', 'json']);
      const value = JSON.parse(out);
      expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
      expect(value.different).toBe(against === 'other.yaml');
    }
    expect(validate({ format: 2 })).toBe(false);
  });
  it('markdown is a comment in which no user text is markup', async () => {
    const hostile = GOOD.replace('/hello', '/a|<b>@team').replace("body: '{}'", 'body: "\\e[31m"');
    write({ 'gateway.yaml': hostile, 'other.yaml': GOOD });
    const { out } = await run(['diff', '--against', 'other.yaml', '--format', 'markdown']);
    expect(out).toMatch(/^### Gateway: other\.yaml → gateway\.yaml\n\n\*\*risk: /);
    for (const markup of ['<b>', '@team', '\u001b']) expect(out).not.toContain(markup);
    for (const line of out.split('\n').filter((text) => text.startsWith('| changed')))
      expect(line.split('|')).toHaveLength(6);
  });
  it('unified is a patch of the emitted files', async () => {
    write({ 'gateway.yaml': GOOD, 'other.yaml': CHANGED });
    const { out } = await run(['diff', '--against', 'other.yaml', '--format', 'unified']);
    expect(out).toMatch(/^--- a\/conf\/nginx\.conf\n\+\+\+ b\/conf\/nginx\.conf\n@@ /);
    expect(out).toContain(
      '-    server 127.0.0.1:3001 max_fails=0;\n+    server 127.0.0.1:3000 max_fails=0;\n',
    );
    expect(out).toContain('--- a/data/model.json\n');
    expect(out).toContain('Files a/data/gateway.json and b/data/gateway.json differ\n');
  });
  it('text has colours only where they are wanted', async () => {
    write({ 'gateway.yaml': GOOD, 'other.yaml': CHANGED });
    expect((await run(['diff', '--against', 'other.yaml', '--color', 'always'])).out).toContain('\u001b[');
    expect((await run(['diff', '--against', 'other.yaml'])).out).not.toContain('\u001b');
  });
});

describe('secrets', () => {
  const yaml = (name: string) =>
    GOOD.replace(
      'priority: 5',
      `priority: 5
    headers: {X-Key: "\${${name}}"}
    request_headers: {set: {Authorization: "Bearer \${${name}}", X-File: "\${file:secret.txt}"}}`,
    );
  const [OLD, NEW, FILE] = ['hunter2-old', 'hunter2-new', 'correct-horse'];
  it.each(['text', 'json', 'unified', 'markdown'])('are shown in no format: %s', async (format) => {
    write({ 'gateway.yaml': yaml('KEY'), 'secret.txt': OLD });
    await run(['build', '-o', 'out', '--nginx-flavor', 'debian-1.26'], { environment: { KEY: OLD } });
    write({ 'secret.txt': FILE });
    const { exit, out, talk } = await run(['diff', '--against', 'out', '--format', format, '--exit-code'], {
      environment: { KEY: NEW },
    });
    expect(exit).toBe(2);
    for (const secret of [OLD, NEW, FILE]) expect(out + talk).not.toContain(secret);
    expect(out.replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(code))).toContain('${KEY}');
  });
  it('show as changed with a new value, and as equal under another name', async () => {
    write({ 'gateway.yaml': yaml('KEY'), 'other.yaml': yaml('OTHER'), 'secret.txt': FILE });
    const environment = { KEY: OLD, OTHER: NEW };
    const { out } = await run(['diff', '--against', 'other.yaml'], { environment });
    expect(out).toContain('request_headers.set.authorization: [from ${OTHER}] → [from ${KEY}]');
    expect(out).not.toContain('x-file');
    expect(
      (
        await run(['diff', '--against', 'other.yaml', '--exit-code'], {
          environment: { KEY: OLD, OTHER: OLD },
        })
      ).exit,
    ).toBe(0);
  });
});

describe('what cannot be compared', () => {
  it.each<[string, number, string, readonly string[], Record<string, string>]>([
    [
      'a bad configuration',
      3,
      'GW2001',
      ['--against', 'good.yaml'],
      { 'gateway.yaml': BAD, 'good.yaml': GOOD },
    ],
    ['a bad old side', 3, 'GW2001', ['--against', 'bad.yaml'], { 'gateway.yaml': GOOD, 'bad.yaml': BAD }],
    [
      'half a file',
      3,
      'GW1001',
      ['--against', 'good.yaml'],
      { 'gateway.yaml': 'routes: [', 'good.yaml': GOOD },
    ],
    ['nothing deployed', 1, 'GW9026', ['--root', 'nowhere'], { 'gateway.yaml': GOOD }],
    ['nothing there', 1, 'GW9062', ['--against', 'nowhere'], { 'gateway.yaml': GOOD }],
    ['a foreign directory', 1, 'GW9062', ['--against', 'sub'], { 'gateway.yaml': GOOD, 'sub/x': '' }],
    ['no repository', 1, 'GW9061', ['--against', 'git:HEAD'], { 'gateway.yaml': GOOD }],
    ['standard input of the past', 1, 'GW9061', ['-f', '-', '--against', 'git:HEAD'], {}],
    ['an unknown format', 64, 'GW9090', ['--format', 'xml'], { 'gateway.yaml': GOOD }],
  ])('%s: exit %i with %s and no half diff', async (_, exit, code, argv, files) => {
    write(files);
    const stdin = async () => GOOD;
    const ran = await run(['diff', ...argv], { stdin });
    expect(ran).toMatchObject({ exit, out: '' });
    expect(ran.talk).toContain(code);
    const json = JSON.parse((await run(['diff', ...argv, '--format', 'json'], { stdin })).out);
    expect(json.diagnostics[0].code).toBe(code);
    expect(json).not.toHaveProperty('entities');
  });
  it.each([
    ['none', undefined, 'carries no model'],
    ['a damaged one', '{"format": 1}', 'damaged'],
    ['a newer one', '{"format": 99}', 'newer'],
  ])('a release with %s for a model', async (_, model, words) => {
    write({ 'gateway.yaml': GOOD });
    await build();
    const file = join(directory(), 'out/data/model.json');
    if (model === undefined) rmSync(file);
    else writeFileSync(file, model);
    const ran = await run(['diff', '--against', 'out']);
    expect(ran).toMatchObject({ exit: 1, out: '' });
    expect(ran.talk).toContain('GW9060');
    expect(ran.talk).toContain(words);
  });
});

describe('--against git:REV', () => {
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
      cwd: directory(),
    });
  const commit = () => {
    git('add', '-A');
    git('commit', '-q', '-m', 'state');
  };
  it('reads the files as they were, included ones too, with today’s environment', async () => {
    const main = GOOD.replace('version: 1\n', 'version: 1\ninclude: ["more/*.yaml"]\n').replace(
      '/hello',
      '/${WORD}',
    );
    write({
      'conf/gateway.yaml': main,
      'conf/more/a.yaml': 'routes: [{id: a, path: /a, service_id: users}]\n',
    });
    git('init', '-q');
    commit();
    write({ 'conf/more/b.yaml': 'routes: [{id: b, path: /b, service_id: users}]\n' });
    rmSync(join(directory(), 'conf/more/a.yaml'));
    const ran = await run(['diff', '-f', 'conf/gateway.yaml', '--against', 'git:HEAD'], {
      environment: { WORD: 'x' },
    });
    expect(ran).toMatchObject({ exit: 0, talk: '' });
    expect(ran.out).toContain('conf/gateway.yaml at HEAD → conf/gateway.yaml');
    expect(ran.out).toContain('- a: /a → users');
    expect(ran.out).toContain('+ b: /b → users  conf/more/b.yaml:1:10');
    expect(ran.out).not.toContain('hello');
    commit();
    const later = await run(['diff', '-f', 'conf/gateway.yaml', '--against', 'git:HEAD', '--exit-code'], {
      environment: { WORD: 'x' },
    });
    expect(later.exit).toBe(0);
  });
  it('says when there was no such file, or no such revision, or it was bad then', async () => {
    write({ 'old.yaml': BAD });
    git('init', '-q');
    commit();
    write({ 'gateway.yaml': GOOD });
    const missing = await run(['diff', '--against', 'git:HEAD']);
    expect(missing).toMatchObject({ exit: 1, out: '' });
    expect(missing.talk).toContain('gateway.yaml does not exist at HEAD');
    expect((await run(['diff', '--against', 'git:--output=x'])).talk).toContain('GW9061');
    write({ 'old.yaml': GOOD });
    const bad = await run(['diff', '-f', 'old.yaml', '--against', 'git:HEAD']);
    expect(bad).toMatchObject({ exit: 3, out: '' });
    expect(bad.talk).toContain('old.yaml at HEAD is bad: nothing was compared');
  });
});
