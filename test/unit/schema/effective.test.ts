import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lookUp, plain, shower } from '../../../src/cli/provenance.ts';
import { hasErrors } from '../../../src/diagnostics/summary.ts';
import { load } from '../../../src/input/load.ts';
import type { Loaded } from '../../../src/input/loaded.ts';
import { toYaml } from '../../../src/input/write.ts';
import { effective } from '../../../src/schema/effective.ts';
import { toDocument } from '../../../src/schema/to-document.ts';
import { ROOT } from '../../structure/files.ts';

const environment = { PORT: '8081', ADMIN_TOKEN: 'x'.repeat(40) };
const loadFile = (file: string) => load({ files: [join(ROOT, file)], environment, cwd: ROOT });
const again = (text: string, file: string) =>
  load({ files: ['-'], stdin: text, stdinName: join(ROOT, file), environment, cwd: ROOT });

const files = ['examples', 'test/golden'].flatMap((top) =>
  readdirSync(join(ROOT, top), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('gateway.yaml'))
    .map((name) => join(top, name)),
);

/** A document without its places, which differ between two spellings. */
const withoutPlaces = (document: unknown): unknown =>
  JSON.parse(JSON.stringify(document, (key, value) => (key === 'at' ? undefined : value)));

const printed = (loaded: Loaded): string => toYaml(plain(effective(loaded), shower(loaded, 'environment')));

describe('the effective configuration', () => {
  it.each(files)('of %s means the same when it is read again', async (file) => {
    const loaded = await loadFile(file);
    const { document } = toDocument(loaded);
    if (hasErrors(loaded.diagnostics) || document === undefined) return;
    const text = printed(loaded);
    const read = await again(text, file);
    expect(read.diagnostics).toEqual([]);
    const second = toDocument(read);
    expect(second.diagnostics).toEqual([]);
    expect(withoutPlaces(second.document)).toEqual(withoutPlaces(document));
    expect(printed(read)).toBe(text);
  });
  it('is read from more than nothing', () => expect(files.length).toBeGreaterThan(5));
});

describe('a key of it', () => {
  const of = async (key: string) => {
    const loaded = await load({
      files: ['-'],
      stdinName: 'gateway.yaml',
      stdin:
        'version: 1\nserver: {port: 80}\nroutes: [{id: a.b, path: /a, respond: {status: 204, headers: {X.Y: z}}}]\n',
      environment: {},
      cwd: '/nowhere',
    });
    return lookUp(effective(loaded), key);
  };
  it.each([
    'server',
    'routes.a.b',
    'routes.0.path.0',
    'routes.a.b.respond.headers.X.Y',
    'server.listen.0.address',
  ])('is found: %s', async (key) => expect(await of(key)).toMatchObject({ kind: 'found', key }));
  it('that is wrong: says where, and what there is', async () => {
    expect(await of('routes.a.b.pth')).toMatchObject({
      kind: 'unknown',
      wrong: 'pth',
      below: 'routes.a.b',
      known: expect.arrayContaining(['path']),
    });
    expect(await of('server.gzip.level')).toMatchObject({ kind: 'unknown', wrong: 'level', known: [] });
  });
});
