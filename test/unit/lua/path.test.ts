// core/path.lua: which request targets are refused (S5), and what the others mean.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex, withRequest } from './request.ts';

interface Read {
  readonly path?: string;
  readonly encoded?: string;
}

/** How much of each target `usual` takes for its path; -1 where it leaves it to `strict`. */
async function usual(raws: readonly string[]): Promise<number[]> {
  const script = `local path, ffi, out = require "gatewayc.core.path", require "ffi", {}
    for i, raw in ipairs(input) do
      local text = bytes(raw)
      out[i] = path.usual(ffi.cast("const char *", text), #text) or -1
    end
    return out`;
  return withRequest<number[]>(script, { input: raws.map(toHex) });
}

/** Reads targets given as bytes, one character each. */
async function strict(raws: readonly string[]): Promise<Read[]> {
  const script = `local path, out = require "gatewayc.core.path", {}
    for i, raw in ipairs(input) do
      local text, encoded = path.strict(bytes(raw))
      out[i] = { path = hex(text), encoded = hex(encoded), read = true }
    end
    return out`;
  const found = await withRequest<Read[]>(script, { input: raws.map(toHex) });
  return found.map(({ path, encoded }) => ({
    ...(path !== undefined && { path: fromHex(path) }),
    ...(encoded !== undefined && { encoded: fromHex(encoded) }),
  }));
}

async function encode(paths: readonly string[]): Promise<string[]> {
  const script = `local path, out = require "gatewayc.core.path", {}
    for i, text in ipairs(input) do out[i] = path.encode(bytes(text)) end
    return out`;
  return withRequest<string[]>(script, { input: paths.map(toHex) });
}

const utf8 = (text: string) => Buffer.from(text, 'utf8').toString('latin1');

const REFUSED: readonly (readonly [string, string])[] = [
  ['a control character, raw', '/a\x01b'],
  ['a control character, encoded', '/a%01b'],
  ['a line feed, encoded: it would split the upstream request (S4)', '/a%0ax'],
  ['a carriage return, encoded', '/a%0Dx'],
  ['NUL, encoded', '/a%00'],
  ['DEL, raw', '/a\x7f'],
  ['DEL, encoded', '/a%7F'],
  ['an encoded slash', '/a%2fb'],
  ['an encoded slash, upper case', '/a%2Fb'],
  ['an encoded backslash', '/a%5cb'],
  ['an encoded backslash, upper case', '/a%5Cb'],
  ['a backslash', '/a\\b'],
  ['a fragment', '/a#b'],
  ['an encoded fragment', '/a%23b'],
  ['a path parameter behind two dots', '/a/..;/b'],
  ['the same, encoded', '/a/..%3b/b'],
  ['the same, dots encoded', '/a/%2e%2e;/b'],
  ['two dots and a semicolon at the end of a segment', '/a..;b'],
  ['a path parameter behind one dot', '/a/.;x/b'],
  ['a dot segment', '/a/./b'],
  ['two dots', '/a/../b'],
  ['a dot at the end', '/a/.'],
  ['two dots at the end', '/a/..'],
  ['dots before the query', '/a/..?x=1'],
  ['dots, encoded', '/a/%2e%2e/b'],
  ['dots, half encoded', '/a/.%2E/b'],
  ['dots alone', '/..'],
  ['a double slash', '//a'],
  ['a double slash inside', '/a//b'],
  ['a double slash at the end', '/a//'],
  ['a percent sign without digits', '/a%'],
  ['a percent sign with one digit', '/a%4'],
  ['a percent sign with other characters', '/a%zz'],
  ['a percent sign with a digit and another character', '/a%4g/b'],
  ['%u escapes', '/a%u0041'],
  ['a lone continuation byte', '/a%80'],
  ['a UTF-8 sequence cut short', '/a%c3'],
  ['a UTF-8 sequence cut short, raw', '/a\xc3/b'],
  ['an overlong slash', '/a%c0%af..'],
  ['an overlong dot', '/a/%c0%ae%c0%ae/b'],
  ['a surrogate', '/a%ed%a0%80'],
  ['a character beyond U+10FFFF', '/a%f4%90%80%80'],
  ['no leading slash', 'a/b'],
  ['an asterisk', '*'],
  ['absolute form', 'http://a.example/b'],
];

const ACCEPTED: readonly (readonly [raw: string, path: string, encoded?: string])[] = [
  ['/', '/'],
  ['', '/', '/'],
  ['?a=1', '/', '/'],
  ['/?a=1', '/'],
  ['/a/b', '/a/b'],
  ['/a/b/', '/a/b/'],
  ['/a?x=/../%2f#\\', '/a'],
  ["/-._~!$&'()*+,;=:@", "/-._~!$&'()*+,;=:@"],
  ['/.well-known/x', '/.well-known/x'],
  ['/a.b/..c/c..', '/a.b/..c/c..'],
  ['/...', '/...'],
  ['/a;v=1/b', '/a;v=1/b'],
  ['/%61%62', '/ab', '/ab'],
  ['/a b', '/a b', '/a%20b'],
  ['/a%20b?q', '/a b'],
  ['/a%2db', '/a-b', '/a-b'],
  ['/a%3Fb', '/a?b'],
  ['/a%3fb', '/a?b', '/a%3Fb'],
  ['/a%25b', '/a%b'],
  ['/a%252fb', '/a%2fb'],
  ['/a%252e%252e/b', '/a%2e%2e/b'],
  ['/a%22%3C%3E', '/a"<>'],
  ['/a"<>', '/a"<>', '/a%22%3C%3E'],
  ['/%E2%82%AC', utf8('/€')],
  ['/%e2%82%ac', utf8('/€'), '/%E2%82%AC'],
  [utf8('/ü/😀'), utf8('/ü/😀'), '/%C3%BC/%F0%9F%98%80'],
];

/** Thousands of targets made of what has more than one meaning. */
function hostileTargets(): string[] {
  const piece = fc.constantFrom(
    ...'/a.;%\\#?é "'.split(''),
    ...['..', '//', '%2e', '%2f', '%5C', '%c3%a9', '%C0%AF', '%20', '%25', '%3F', '%00', '\x80', 'b', '/b'],
  );
  const target = fc.array(piece, { maxLength: 8 }).map((pieces) => utf8(`/${pieces.join('')}`));
  return fc.sample(target, { numRuns: 4000, seed: 7 });
}

describe('path.strict', () => {
  it.each(REFUSED)('refuses %s (S5)', async (_, raw) => {
    expect(await strict([raw])).toEqual([{}]);
  });

  it.each(ACCEPTED.map(([raw, path, encoded]) => ({ raw, path, encoded })))(
    'reads "$raw" as $path (S5)',
    async ({ raw, path, encoded }) => {
      expect(await strict([raw])).toEqual([{ path, encoded }]);
    },
  );

  it('reads what it sends upstream as the path it decided on, whatever was received (S5)', async () => {
    const raws = hostileTargets();
    const reads = await strict(raws);
    const sent = reads.map(({ encoded }, i) => encoded ?? String(raws[i]).replace(/\?.*/s, ''));
    const again = await strict(sent);
    const accepted = reads.flatMap((read, i) => (read.path === undefined ? [] : [i]));
    expect(accepted.length).toBeGreaterThan(300);
    for (const i of accepted) {
      expect(again[i], sent[i]).toEqual({ path: reads[i]?.path });
      expect(sent[i]).toMatch(/^\/[\w\-.~!$&'()*+,;=:@%/]*$/);
      expect(Buffer.from(decodeURIComponent(sent[i] as string)).toString('latin1')).toBe(reads[i]?.path);
      expect(reads[i]?.path).not.toMatch(/[^\x20-\x7e\x80-\xff]|[\\#]|\/\/|\/\.\.?(\/|$)|\.\.;/);
    }
  });

  it('reads a long path of any characters', async () => {
    const long = `/${'ü€😀x'.repeat(2000)}`;
    expect(await strict([utf8(long)])).toEqual([{ path: utf8(long), encoded: encodeURI(long) }]);
  });
});

describe('path.usual', () => {
  it('takes a target only where strict reads it the same, and as it stands (S5)', async () => {
    const refused = REFUSED.map(([, raw]) => raw);
    // A blank ends the target in the request line, so no target holds one.
    const raws = [...refused, ...ACCEPTED.map(([raw]) => raw), ...hostileTargets()].filter(
      (r) => !r.includes(' '),
    );
    const [lengths, reads] = await Promise.all([usual(raws), strict(raws)]);
    const taken = raws.flatMap((raw, i) => ((lengths[i] ?? -1) < 0 ? [] : [{ i, raw }]));
    expect(taken.length).toBeGreaterThan(100);
    for (const { i, raw } of taken) expect(reads[i], raw).toEqual({ path: raw.slice(0, lengths[i]) });
  });

  it('takes the targets most requests have', async () => {
    const raws = ['/', '/a/b-c_d/~e.json', '/a?b=/../%2f', "/a!$&'()*+,=:@", '/a/'];
    expect(await usual(raws)).toEqual(raws.map((raw) => raw.replace(/\?.*/, '').length));
  });

  it('reads no further than the target', async () => {
    const script = `local ffi, text = require "ffi", "/abc/../x y"
      return { require("gatewayc.core.path").usual(ffi.cast("const char *", text), 4) }`;
    expect(await withRequest(script)).toEqual([4]);
  });
});

describe('path.has_dots', () => {
  it.each([
    ['/a/../b', true],
    ['/a/./b', true],
    ['/a/..', true],
    ['/a/.', true],
    ['/a/.b/..c/d..', false],
    ['/...', false],
    ['/', false],
  ])('of %s is %s (S5)', async (path, dots) => {
    const script = 'return { require("gatewayc.core.path").has_dots(input) }';
    expect(await withRequest(script, { input: path })).toEqual([dots]);
  });
});

describe('path.encode', () => {
  it('encodes every byte but those of a segment, and "/" (RFC 3986)', async () => {
    const every = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte));
    const wanted = every.map((char) =>
      /[\w\-.~!$&'()*+,;=:@/]/.test(char) ? char : `%${toHex(char).toUpperCase()}`,
    );
    expect(await encode(every)).toEqual(wanted);
  });

  it('is undone by decoding', async () => {
    const texts = fc.sample(fc.string({ unit: 'grapheme', maxLength: 30 }), { numRuns: 500, seed: 7 });
    expect((await encode(texts.map(utf8))).map(decodeURIComponent)).toEqual(texts);
  });
});
