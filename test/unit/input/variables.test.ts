import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { load } from '../../../src/input/load.ts';
import { literalText, toTemplateForm } from '../../../src/model/literal.ts';
import { parseTemplate } from '../../../src/model/template.ts';
import { brief, loadText } from './load-text.ts';

const readValue = async (yaml: string, environment: Record<string, string> = {}): Promise<unknown> => {
  const { value, diagnostics } = await loadText(`a: ${yaml}\n`, environment);
  expect(diagnostics).toEqual([]);
  return (value as { a: unknown }).a;
};

describe('environment variables (M008)', () => {
  it.each([
    ['${PORT}', { PORT: '8080' }, 8080],
    ['"${PORT}"', { PORT: '8080' }, '8080'],
    ['${ON}', { ON: 'true' }, true],
    ['${ON}', { ON: 'yes' }, 'yes'],
    ['${PIN}', { PIN: '0123' }, '0123'],
    ['${ID}', { ID: '12345678901234567890' }, '12345678901234567890'],
    ['${EMPTY}', { EMPTY: '' }, ''],
    ['${T}', { T: 'a: b # c' }, 'a: b # c'],
    ['${A}${B}', { A: '1', B: '2' }, '12'],
    ['http://${HOST}:${PORT}/x', { HOST: 'h', PORT: '1' }, 'http://h:1/x'],
    ['${PORT:-80}', {}, 80],
    ['${PORT:-80}', { PORT: '' }, 80],
    ['"${PORT:-}"', {}, ''],
    ['${NAME:?say it}', { NAME: 'n' }, 'n'],
    ['${env:lower}', { lower: 'l' }, 'l'],
    ['${env:Mixed:-d}', {}, 'd'],
  ] as const)('%s with %o is %o', async (yaml, environment, expected) => {
    expect(await readValue(yaml, environment)).toBe(expected);
  });

  it('reports a variable that is not set, with its own place and the nearest name', async () => {
    const loaded = await loadText('a:\n  b: "http://${HOTS}/"\n', { HOST: 'h' });
    expect(brief(loaded)).toEqual(['GW1010 2:14']);
    expect(loaded.diagnostics[0]?.help).toContain('did you mean ${HOST}?');
    expect(loaded.isSettled(['a', 'b'])).toBe(false);
    expect(loaded.isSettled(['a'])).toBe(true);
  });

  it.each([{}, { NAME: '' }])('says the message of ${NAME:?message} with %o', async (environment) => {
    const loaded = await loadText('a: ${NAME:?ask the owner}\n', environment);
    expect(brief(loaded)).toEqual(['GW1011 1:4']);
    expect(loaded.diagnostics[0]?.message).toContain('ask the owner');
  });

  it('does not look at the prototype of the environment', async () => {
    expect(brief(await loadText('a: ${env:constructor}\n'))).toEqual(['GW1010 1:4']);
  });

  it('leaves keys alone', async () => {
    expect((await loadText('"${A}": 1\n')).value).toEqual({ '${A}': 1 });
  });

  it.each(['${Name}', '${}', '${a b}', '${NAME-x}', '${A:-${B}}', '${open', '${file:}', '${UP.low}'])(
    'refuses %s',
    async (text) => {
      expect((await loadText(`a: '${text}'\n`)).diagnostics.map(({ code }) => code)).toEqual(['GW1016']);
    },
  );

  it('reports an anchored value once however often it is used', async () => {
    const loaded = await loadText('a: &a ${UNSET}\nb: *a\nc: [*a, *a]\n');
    expect(brief(loaded)).toEqual(['GW1010 1:7']);
  });
});

describe('run-time variables (D32)', () => {
  it.each(['${request_id}', '${path.id}', '${var:host}', 'x ${a_b.C-d} y'])('%s stays', async (text) => {
    expect(await readValue(`"${text}"`)).toBe(text);
  });

  it('keeps $${ in template form, for the template parser to read', async () => {
    const value = (await readValue('"$${host} ${host}"')) as string;
    expect(parseTemplate(value)).toEqual([
      { kind: 'text', text: '${host} ' },
      { kind: 'variable', name: 'host' },
    ]);
  });

  it('does not let the environment bring run-time variables in', async () => {
    const value = (await readValue('"${A}{host} $${x} ${B}"', { A: '$', B: '${client_ip}' })) as string;
    expect(parseTemplate(value)).toEqual([{ kind: 'text', text: '${host} ${x} ${client_ip}' }]);
    expect(literalText(value)).toBe('${host} ${x} ${client_ip}');
  });

  it('refuses a dollar of the environment directly before a run-time variable', async () => {
    expect(brief(await loadText('a: "${A}${host}"\n', { A: 'US$' }))).toEqual(['GW1016 1:9']);
  });

  it('reads back any text from the environment, as a literal and as a template', async () => {
    const text = fc.string({ unit: fc.constantFrom('$', '{', '}', 'a', 'A', ' ') });
    await fc.assert(
      fc.asyncProperty(text, text, async (first, second) => {
        const { value } = await loadText('a: "${A}-${B}"\n', { A: first, B: second });
        const { a } = value as { a: string };
        expect(literalText(a)).toBe(`${first}-${second}`);
        expect(parseTemplate(a)).toEqual([{ kind: 'text', text: `${first}-${second}` }]);
        expect(literalText(toTemplateForm(first))).toBe(first);
      }),
    );
  });

  it('tells literals from texts with variables', () => {
    expect(literalText('a${host}')).toBeUndefined();
    expect(literalText('a$$${host}')).toBe('a$${host}');
    expect(literalText('$$${{')).toBe('$${{');
  });
});

describe('secret files', () => {
  const directory = mkdtempSync(join(tmpdir(), 'gatewayc-input-'));
  afterAll(() => rmSync(directory, { recursive: true }));
  const file = (name: string, contents: string | Uint8Array): void =>
    writeFileSync(join(directory, name), contents);
  const loadHere = (yaml: string) => {
    file('gateway.yaml', yaml);
    return load({ files: ['gateway.yaml'], environment: { NAME: 'n' }, cwd: directory });
  };

  it('reads the file relative to the YAML file and drops one newline', async () => {
    file('token', '123${x}\n\n');
    const loaded = await loadHere('a: ${file:token}\nb: "x-${NAME}-${file:./token}"\nc: ${NAME}\nd: e\n');
    expect(loaded.diagnostics).toEqual([]);
    expect(loaded.value).toMatchObject({ a: '123$${x}\n', b: 'x-n-123$${x}\n' });
    expect(loaded.origin(['a'])).toMatchObject({ kind: 'secret-file', path: join(directory, 'token') });
    expect(loaded.origin(['b']).kind).toBe('secret-file');
    expect(loaded.origin(['c'])).toMatchObject({ kind: 'environment', name: 'NAME' });
    expect(loaded.origin(['d'])).toMatchObject({ kind: 'file', span: { start: { line: 4, column: 4 } } });
    expect(loaded.dependencies).toEqual([join(directory, 'gateway.yaml'), join(directory, 'token')]);
  });

  it('keeps digits a text', async () => {
    file('pin', '8080\n');
    expect((await loadHere('a: ${file:pin}\n')).value).toEqual({ a: '8080' });
  });

  it('refuses what cannot be a secret, without showing it', async () => {
    file('empty', '\n');
    file('binary', Uint8Array.of(0xff, 0xfe));
    file('large', 'x'.repeat(1024 * 1024 + 1));
    const names = ['missing', 'empty', 'binary', 'large', '/dev/zero', '.', '\\0'];
    const loaded = await loadHere(names.map((name, index) => `k${index}: "\${file:${name}}"\n`).join(''));
    expect(loaded.diagnostics.map(({ code }) => code)).toEqual(names.map(() => 'GW1013'));
    expect(loaded.diagnostics.map(({ message }) => message)).toMatchObject(
      ['does not exist', 'empty', 'UTF-8', '1 MiB', 'regular', 'regular', 'name'].map((word) =>
        expect.stringContaining(word),
      ),
    );
  });
});
