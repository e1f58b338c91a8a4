import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { load } from '../../../src/input/load.ts';
import { brief } from './load-text.ts';

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'gatewayc-files-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

const write = (files: Readonly<Record<string, string>>): void => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    writeFileSync(join(cwd, name), text);
  }
};
const loadFiles = (...files: string[]) => load({ files, environment: { DIR: 'conf.d' }, cwd });

describe('include', () => {
  it('merges files in sorted order and knows where every entry stands', async () => {
    write({
      'conf/gateway.yaml': 'version: 1\ninclude: ["${DIR}/*.yaml", extra.yaml]\nroutes:\n  - id: own\n',
      'conf/conf.d/b.yaml': 'routes:\n  - id: b\n',
      'conf/conf.d/a.yaml': 'routes:\n  - id: a1\n  - id: a2\n',
      'conf/conf.d/.hidden.yaml': 'routes: wrong\n',
      'conf/extra.yaml': 'version: 1\nserver: {listen: 8080}\n',
    });
    const loaded = await loadFiles('conf/gateway.yaml');
    expect(loaded.diagnostics).toEqual([]);
    expect(loaded.value).toEqual({
      version: 1,
      routes: [{ id: 'own' }, { id: 'a1' }, { id: 'a2' }, { id: 'b' }],
      server: { listen: 8080 },
    });
    expect(loaded.locate(['routes', 2, 'id'])).toMatchObject({
      file: 'conf/conf.d/a.yaml',
      start: { line: 3, column: 9 },
    });
    expect(loaded.locate(['routes', 3, 'id'], 'key')).toMatchObject({
      file: 'conf/conf.d/b.yaml',
      start: { column: 5 },
    });
    expect(loaded.locate(['server', 'nothing', 'here'])).toMatchObject({
      file: 'conf/extra.yaml',
      start: { line: 2 },
    });
    expect(loaded.directoryOf(['routes', 3])).toBe(join(cwd, 'conf/conf.d'));
    expect(loaded.directoryOf(['routes', 0])).toBe(join(cwd, 'conf'));
    expect(loaded.sources('conf/conf.d/b.yaml')).toBe('routes:\n  - id: b\n');
    expect(loaded.dependencies).toEqual(
      ['conf.d/a.yaml', 'conf.d/b.yaml', 'extra.yaml', 'gateway.yaml'].map((name) => join(cwd, 'conf', name)),
    );
  });

  it('does not match itself by a wildcard, and reads a file once', async () => {
    write({
      'a.yaml': 'include: "*.yaml"\nroutes: [1]\n',
      'b.yaml': 'include: [c.yaml]\n',
      'c.yaml': 'routes: [2]\n',
    });
    const loaded = await loadFiles('a.yaml', 'c.yaml');
    expect(loaded.diagnostics).toEqual([]);
    expect(loaded.value).toEqual({ routes: [1, 2] });
  });

  it('refuses a cycle, a pattern without files, a missing file and other shapes', async () => {
    write({
      'a.yaml': 'include:\n  - b.yaml\n  - confd/*.yaml\n  - missing.yaml\n  - {x: 1}\n',
      'b.yaml': 'include: a.yaml\n',
    });
    expect(brief(await loadFiles('a.yaml')).toSorted()).toEqual([
      'GW1012 4:5',
      'GW1014 1:10',
      'GW1015 3:5',
      'GW1021 5:5',
    ]);
  });

  it('reports an unset variable in a pattern once', async () => {
    write({ 'a.yaml': 'include: ["${UNSET}/*.yaml"]\n' });
    expect(brief(await loadFiles('a.yaml'))).toEqual(['GW1010 1:12']);
  });
});

describe('several files', () => {
  it('merges mappings deeply and refuses two values of one key, naming both places', async () => {
    write({
      'a.yaml': 'server:\n  listen: 8080\n  tls: {http2: true}\nlog: {level: info}\nhosts: a\n',
      'b.yaml': 'server:\n  listen: 9090\n  tls: {redirect: true}\nlog: {level: info}\nhosts: [a]\n',
    });
    const loaded = await loadFiles('a.yaml', 'b.yaml');
    expect(loaded.value).toMatchObject({
      server: { tls: { http2: true, redirect: true } },
      log: { level: 'info' },
    });
    expect(brief(loaded)).toEqual(['GW1017 2:3', 'GW1017 5:1']);
    const [first, second] = loaded.diagnostics;
    expect(first).toMatchObject({
      span: { file: 'b.yaml' },
      labels: [{ span: { file: 'a.yaml', start: { line: 2 } } }],
    });
    expect(second?.message).toBe('one file gives "hosts" as a value, another as a list');
  });

  it('reports files that cannot be read and has no value then', async () => {
    write({ 'a.yaml': 'a: 1\n', 'd/x': '', 'latin.yaml': '' });
    writeFileSync(join(cwd, 'latin.yaml'), Uint8Array.of(0x61, 0x3a, 0x20, 0xe9));
    const loaded = await loadFiles('a.yaml', 'missing.yaml', 'd', 'latin.yaml');
    expect(loaded.value).toBeUndefined();
    expect(loaded.locate(['a'])).toBeUndefined();
    expect(loaded.diagnostics.map(({ message }) => message)).toEqual([
      'missing.yaml does not exist',
      'd is a directory',
      'latin.yaml is not UTF-8 text',
    ]);
  });

  it('reads standard input under the name it was given', async () => {
    write({ 'conf/token': 'secret' });
    const loaded = await load({
      files: ['-'],
      stdin: 'a: ${file:token}\n',
      stdinName: 'conf/gateway.yaml',
      environment: {},
      cwd,
    });
    expect(loaded.value).toEqual({ a: 'secret' });
    expect(loaded.locate(['a'])?.file).toBe('conf/gateway.yaml');
    expect(loaded.directoryOf(['a'])).toBe(join(cwd, 'conf'));
  });
});
