import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../../src/input/limits.ts';
import { brief, loadText } from './load-text.ts';

describe('traps of YAML are refused with their place', () => {
  const traps: readonly (readonly [string, string, readonly string[]])[] = [
    ['a duplicate key', 'a: 1\nb: 2\na: 3\n', ['GW1002 3:1']],
    ['duplicate keys in braces', 'a: {b: 1, "b": 2}\n', ['GW1002 1:11']],
    ['a second document', 'a: 1\n---\nb: 2\n', ['GW1003 2:1']],
    ['an empty second document', 'a: 1\n---\n', ['GW1003 2:1']],
    ['an unknown tag', 'a: !secret b\n', ['GW1004 1:4']],
    ['a tag of YAML 1.1', 'a: !!binary aGk=\n', ['GW1004 1:4']],
    ['an unknown tag at a list', 'a: !pair [b]\n', ['GW1004 1:4']],
    ['a number as a key', 'a:\n  404: b\n', ['GW1005 2:3']],
    ['a boolean as a key', 'true: b\n', ['GW1005 1:1']],
    ['nothing as a key', 'a: {~: b}\n', ['GW1005 1:5']],
    ['a list as a key', '? [a]\n: b\n', ['GW1005 1:3']],
    ['the key __proto__', 'a: {__proto__: {b: 1}}\n', ['GW1005 1:5']],
    ['a number over 2^53', 'a: 9007199254740993\n', ['GW1006 1:4']],
    ['infinity', 'a: .inf\n', ['GW1006 1:4']],
    ['a number too large for a double', 'a: -1e999\n', ['GW1006 1:4']],
    ['an alias without an anchor', 'a: *b\n', ['GW1007 1:4']],
    ['an alias before its anchor', 'a: *b\nc: &b 1\n', ['GW1007 1:4']],
    ['an alias inside its anchor', 'a: &a [*a]\n', ['GW1007 1:8']],
    ['a tab as indentation', 'a:\n\tb: 1\n', ['GW1001 2:1']],
    ['a quote that is not closed', 'a: "b\nc: 1\n', ['GW1001 1:4']],
    ['a bracket that is not closed', 'a: [b\nc: 1\n', ['GW1001 1:4']],
    ['YAML 1.1', '%YAML 1.1\n---\na: yes\n', ['GW1001 1:1']],
    ['a control character', 'a: b\u001b[31m\n', ['GW1001 1:5']],
    ['an empty file', '', ['GW1018 1:1']],
    ['a file of comments', '# nothing\n', ['GW1018 1:1']],
    ['a list', '- a\n', ['GW1018 1:1']],
    ['a single value', 'hello\n', ['GW1018 1:1']],
    ['a merge key with a text', 'a: {<<: b}\n', ['GW1001 1:9']],
  ];
  it.each(traps)('%s', async (_name, text, expected) => {
    const loaded = await loadText(text);
    expect(brief(loaded)).toEqual(expected);
    expect(loaded.diagnostics.every(({ help, message }) => help !== '' && message !== '')).toBe(true);
  });

  it('reports all of them at once', async () => {
    const loaded = await loadText('a: 1\na: 2\nb: {3: c}\nd: !x y\ne: 9007199254740993\nf: ${UNSET}\n');
    expect(brief(loaded).toSorted()).toEqual([
      'GW1002 2:1',
      'GW1004 4:4',
      'GW1005 3:5',
      'GW1006 5:4',
      'GW1010 6:4',
    ]);
  });

  it('names both places of a duplicate key', async () => {
    const [diagnostic] = (await loadText('a: 1\na: 2\n')).diagnostics;
    expect(diagnostic?.labels?.[0]?.span.start.line).toBe(1);
  });

  it('has no value for text with an error of syntax, and says every error once', async () => {
    const loaded = await loadText('a: b: c\nd: "\\q"\n');
    expect(loaded.value).toBeUndefined();
    expect(brief(loaded)).toEqual(['GW1001 1:4', 'GW1001 2:5']);
  });

  it('tells that a variable inside braces needs quotes', async () => {
    const [diagnostic] = (await loadText('a: {b: ${PORT}}\n')).diagnostics;
    expect(diagnostic?.help).toContain('needs quotes');
  });
});

describe('limits', () => {
  it('stops at aliases that stand for too many values', async () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 12; level += 1) {
      lines.push(
        `a${level}: &a${level} [${Array(10)
          .fill(`*a${level - 1}`)
          .join(', ')}]`,
      );
    }
    // Resolved, this would be a hundred thousand million values: no test run would ever end.
    const loaded = await loadText(lines.join('\n'));
    expect(loaded.diagnostics.map(({ code }) => code)).toEqual(['GW1007']);
  });

  it('lets ten thousand routes share one part', async () => {
    const routes = Array.from({ length: 10_000 }, (_, index) => `  - {<<: *d, id: r${index}}`);
    const loaded = await loadText(`x-d: &d {timeout: 5s, methods: [GET]}\nroutes:\n${routes.join('\n')}\n`);
    expect(loaded.diagnostics).toEqual([]);
    expect(loaded.value).toHaveProperty('routes.9999', { id: 'r9999', timeout: '5s', methods: ['GET'] });
  });

  const nest = (depth: number): string => `a: ${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}\n`;
  it('reads values at the depth limit and refuses those below', async () => {
    expect((await loadText(nest(LIMITS.depth))).diagnostics).toEqual([]);
    expect(brief(await loadText(nest(LIMITS.depth + 1)))).toEqual(['GW1008 1:67']);
  });

  it('counts depth through aliases', async () => {
    const half = `${'['.repeat(40)}${']'.repeat(40)}`;
    const loaded = await loadText(`a: &a ${half}\nb: ${'['.repeat(40)}*a${']'.repeat(40)}\n`);
    expect(loaded.diagnostics.map(({ code }) => code)).toEqual(['GW1008']);
  });

  it('survives a million opening brackets', async () => {
    const loaded = await loadText('['.repeat(1_000_000));
    expect(loaded.diagnostics.map(({ code }) => code)).toEqual(['GW1008']);
  });

  it.each([
    ['variables that are not closed', `a: "${'${'.repeat(100_000)}"\n`],
    ['commas without entries', `a: [${','.repeat(50_000)}]\n`],
    ['quotes that are not closed', 'a: "b\n'.repeat(5_000)],
    ['suppressions in a row', `${'# gatewayc-ignore GW0000: x\n'.repeat(20_000)}a: 1\n`],
  ])('takes time in proportion for %s', async (_name, text) => {
    const started = performance.now();
    const loaded = await loadText(text);
    expect(loaded.diagnostics.length).toBeGreaterThan(0);
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('refuses input over 16 MiB without reading it', async () => {
    const loaded = await loadText(`a: ${'b'.repeat(LIMITS.fileBytes)}\n`);
    expect(loaded.diagnostics.map(({ code }) => code)).toEqual(['GW1009']);
  });

  it('lists at most a thousand problems and says so', async () => {
    const loaded = await loadText('1: a\n'.repeat(5_000));
    expect(loaded.diagnostics).toHaveLength(LIMITS.findings + 1);
    expect(loaded.diagnostics.at(-1)?.code).toBe('GW1009');
  });

  it('finds duplicates among thirty thousand keys', { timeout: 60_000 }, async () => {
    const keys = Array.from({ length: 30_000 }, (_, index) => `k${index}: 1`);
    const loaded = await loadText(`${keys.join('\n')}\nk5000: 2\n`);
    expect(brief(loaded)).toEqual(['GW1002 30001:1']);
  });
});

describe('what is not a trap', () => {
  it('reads the look-alikes of YAML 1.1 as texts and decimals', async () => {
    const { value } = await loadText('a: yes\nb: on\nc: off\nd: 12:30:45\ne: 0o17\nf: 1_000\n');
    expect(value).toEqual({ a: 'yes', b: 'on', c: 'off', d: '12:30:45', e: 15, f: '1_000' });
  });

  it('leaves out keys of the document that start with x-, but not what is anchored there', async () => {
    const { value, diagnostics } = await loadText(
      'x-d: &d {t: 5s}\nx-a: "${free text}"\nroutes:\n  - {<<: *d, t: 6s}\n  - <<: [*d, {z: 1, t: 7s}]\n',
    );
    expect(diagnostics).toEqual([]);
    expect(value).toEqual({ routes: [{ t: '6s' }, { t: '5s', z: 1 }] });
  });

  it('keeps deeper keys that start with x-, which may be names of headers, and finds no fault in them', async () => {
    const { value, diagnostics } = await loadText(
      'routes:\n  - {x-a: "${free text}", x-b: ["${UNSET}"], headers: {x-tier: "${A:-gold}"}}\n',
    );
    expect(diagnostics).toEqual([]);
    expect(value).toEqual({
      routes: [{ 'x-a': '${free text}', 'x-b': ['${UNSET}'], headers: { 'x-tier': 'gold' } }],
    });
  });

  it('accepts a closing bracket as far left as its key, CRLF and a byte order mark', async () => {
    const { value, diagnostics } = await loadText('\ufeffa: [\r\n  b,\r\n]\r\n');
    expect(diagnostics).toEqual([]);
    expect(value).toEqual({ a: ['b'] });
  });
});
