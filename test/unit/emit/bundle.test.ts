import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Bundle, Manifest } from '../../../src/emit/bundle.ts';
import { emit } from '../../../src/emit/emit.ts';
import { load } from '../../../src/input/load.ts';
import { examineLoaded } from '../../golden/compile.ts';

const GOLDEN = fileURLToPath(new URL('../../golden/', import.meta.url));
const yamlOf = (name: string) => readFileSync(join(GOLDEN, name, 'gateway.yaml'), 'utf8');

const scratch = mkdtempSync(join(tmpdir(), 'gatewayc-bundle-'));
afterAll(() => rmSync(scratch, { recursive: true }));
let count = 0;

/** Compiles a text that stands in a file, by a name relative to a directory. */
async function build(text: string, { cwd = scratch, file = `g${count++}.yaml` } = {}): Promise<Bundle> {
  mkdirSync(join(cwd, file, '..'), { recursive: true });
  writeFileSync(join(cwd, file), text);
  const loaded = await load({ files: [file], environment: {}, cwd });
  const { gateway, diagnostics } = examineLoaded(loaded, 'openresty');
  if (!gateway) throw new Error(JSON.stringify(diagnostics));
  return emit(gateway, loaded.locate);
}

const content = (bundle: Bundle, path: string): string =>
  Buffer.from(bundle.files.get(path)?.content ?? '').toString();

/** The same value, every mapping turned round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reversed(item)]),
  );
}

describe('a bundle', () => {
  const names = ['forwarding', 'matching', 'names', 'targets', 'tls', 'trusted-proxies', 'text-log'];

  it.each(names)('is the same bytes from another directory: %s (T9)', async (name) => {
    const text = yamlOf(name);
    const here = await build(text, { cwd: scratch, file: 'gateway.yaml' });
    const there = await build(text, { cwd: scratch, file: join('deep', 'er', 'gateway.yaml') });
    const again = await build(text, { cwd: join(scratch, 'deep', 'er'), file: 'gateway.yaml' });
    expect([...there.files]).toEqual([...here.files]);
    expect([...again.files]).toEqual([...here.files]);
  });

  it.each(names)('does not depend on the order of keys: %s (T9)', async (name) => {
    const plain = parse(yamlOf(name));
    const one = await build(JSON.stringify(plain));
    const other = await build(JSON.stringify(reversed(plain)));
    expect(content(other, 'conf/nginx.conf')).toBe(content(one, 'conf/nginx.conf'));
    expect(content(other, 'data/gateway.json')).toBe(content(one, 'data/gateway.json'));
    expect(other.generation).toBe(one.generation);
  });

  it('has the same generation when lines move, and another one when anything served changes', async () => {
    const text = yamlOf('forwarding');
    const before = await build(text);
    const moved = await build(`# a comment\n\n${text}\n# and another`);
    expect(moved.generation).toBe(before.generation);
    expect(content(moved, 'data/source-map.json')).not.toBe(content(before, 'data/source-map.json'));
    expect(before.generation).toMatch(/^[0-9a-f]{16}$/);
    for (const [from, to] of [
      ['workers: 4', 'workers: 3'],
      ['timeout: 90s', 'timeout: 91s'],
      ['X-Via: gateway', 'X-Via: gatewaz'],
    ] as const) {
      const changed = text.replace(from, to);
      expect(changed).not.toBe(text);
      expect((await build(changed)).generation).not.toBe(before.generation);
    }
  });

  it('is described by its manifest: every other file, by its digest', async () => {
    const bundle = await build(yamlOf('targets'));
    const manifest = JSON.parse(content(bundle, 'manifest.json')) as Manifest;
    const digests = [...bundle.files]
      .filter(([path]) => path !== 'manifest.json')
      .map(([path, file]) => [path, createHash('sha256').update(file.content).digest('hex')]);
    expect(manifest.files).toEqual(Object.fromEntries(digests));
    expect(manifest).toMatchObject({ generation: bundle.generation, flavor: 'openresty' });
    expect(JSON.parse(content(bundle, 'data/gateway.json'))).toMatchObject({
      generation: bundle.generation,
      version: manifest.gatewayc,
    });
    const paths = [...bundle.files.keys()];
    expect(paths).toEqual([...paths].sort());
  });

  it('carries the Lua library byte for byte', async () => {
    const bundle = await build(yamlOf('targets'));
    const lua = fileURLToPath(new URL('../../../lua/', import.meta.url));
    for (const [path, file] of bundle.files)
      if (path.startsWith('lua/')) expect(file.content).toEqual(readFileSync(join(lua, path.slice(4))));
    expect(content(bundle, 'lua/gatewayc/core/router.lua')).toContain('return _M');
  });
});

describe('the source map', () => {
  it('leads from lines of nginx.conf to lines of the YAML', async () => {
    const text = yamlOf('forwarding');
    const bundle = await build(text, { file: 'gateway.yaml' });
    const conf = content(bundle, 'conf/nginx.conf').split('\n');
    const yaml = text.split('\n');
    const { at, conf: lines } = bundle.sourceMap;
    const found = lines.map(([line, pointer]) => {
      const place = at[pointer];
      return `${conf[line - 1]?.trim()} <- ${place?.[0]}: ${yaml[(place?.[1] ?? 0) - 1]?.trim()}`;
    });
    expect(found).toContain(
      `worker_processes 4; <- gateway.yaml: ${yaml.find((l) => l.startsWith('server:'))}`,
    );
    expect(found).toContain('proxy_connect_timeout 250ms; <- gateway.yaml: - id: patient');
    expect(found.find((one) => one.startsWith('server 10.0.0.2:8080'))).toContain('address: "10.0.0.2:8080"');
    expect(lines.map(([line]) => line)).toEqual([...lines.map(([line]) => line)].sort((a, b) => a - b));
  });

  it('knows every route and service, which Lua names by their pointers', async () => {
    const bundle = await build(yamlOf('forwarding'));
    const data = JSON.parse(content(bundle, 'data/gateway.json')) as {
      readonly routes: readonly { readonly at: string }[];
      readonly services: readonly { readonly at: string }[];
      readonly steps: readonly { readonly at: string }[];
    };
    const pointers = [...data.routes, ...data.services, ...data.steps].map(({ at }) => at);
    expect(pointers.length).toBeGreaterThan(8);
    for (const pointer of pointers)
      expect([pointer, bundle.sourceMap.at[pointer]?.[0]]).toEqual([pointer, expect.any(String)]);
  });

  it('names included files as the including one would', async () => {
    const cwd = join(scratch, 'including');
    mkdirSync(cwd, { recursive: true });
    cpSync(join(GOLDEN, 'names', 'gateway.yaml'), join(cwd, 'shared.yaml'));
    const bundle = await build('include: shared.yaml\nserver: {listen: 8081}\n', {
      cwd,
      file: 'gateway.yaml',
    });
    expect(bundle.sourceMap.at['/routes/0']).toEqual(['shared.yaml', 3, 5]);
  });
});
