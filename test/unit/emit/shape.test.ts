// Issue: no user text may change what is around it (S1, S2). Every text of a full gateway is replaced by, and grown by, texts that
// would break out of a careless emitter. Each is refused where it stands, or only that one value changes: nginx.conf keeps its words
// and blocks, the data file its structure. What "only that value" means is what a harmless text does in the same place.
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/check/check.ts';
import type { Diagnostic, Span } from '../../../src/diagnostics/diagnostic.ts';
import { hasErrors } from '../../../src/diagnostics/summary.ts';
import { dataFile } from '../../../src/emit/data.ts';
import { renderNginxConf } from '../../../src/emit/render.ts';
import { mainView } from '../../../src/emit/view/main.ts';
import { lower } from '../../../src/lower/lower.ts';
import { type NodePath, toPointer } from '../../../src/model/path.ts';
import { optimise } from '../../../src/passes/optimise.ts';
import { toDocument } from '../../../src/schema/to-document.ts';
import { FULL_GATEWAY } from '../../fixtures/full-gateway.ts';
import { nginxTokens } from '../../fixtures/nginx-words.ts';

/** Only small letters: hosts are folded. */
const HARMLESS = 'harmless';

const HOSTILE = [
  '"; }',
  "'; }",
  '$host',
  '${x}',
  '\n',
  '\0',
  '\\',
  '"',
  "'",
  '{{tok x}}',
  '日本\u202e',
  'x'.repeat(5_000),
  ' # ',
  ']]',
  '--',
] as const;

/** Where a whole value is hostile there is less to tell apart: a value that opens with a quote, a variable, a comment. */
const ALONE = ['"; }', '$host', '# {{x}} ]] -- \\'] as const;

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

interface Compiled {
  readonly refused: readonly Diagnostic[];
  /** Whether an error stands inside the changed value. */
  readonly there: boolean;
  readonly conf: string;
  readonly data: Json;
}

function* textsOf(
  value: unknown,
  at: NodePath = [],
): Iterable<{ readonly at: NodePath; readonly text: string }> {
  if (typeof value === 'string') yield { at, text: value };
  else if (typeof value === 'object' && value !== null)
    for (const [key, item] of Object.entries(value))
      yield* textsOf(item, [...at, Array.isArray(value) ? Number(key) : key]);
}

function replaced(value: unknown, at: NodePath, text: string): unknown {
  const [key, ...rest] = at;
  if (key === undefined) return text;
  if (Array.isArray(value)) return value.map((item, i) => (i === key ? replaced(item, rest, text) : item));
  const mapping = value as Readonly<Record<string, unknown>>;
  return { ...mapping, [key]: replaced(mapping[key], rest, text) };
}

const START = { line: 1, column: 1, offset: 0 };

/**
 * Places are named by their pointers: there is no YAML here, for reading it takes as long as all the rest. What is not there has the
 * place of what is around it, as in a file.
 */
function locate(path: NodePath): Span {
  let value: unknown = FULL_GATEWAY;
  const depth = path.findIndex((key) => {
    value = typeof value === 'object' ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
    return value === undefined;
  });
  return { file: toPointer(depth === -1 ? path : path.slice(0, depth)), start: START, end: START };
}

function compile(at: NodePath, text: string): Compiled {
  const { document, diagnostics } = toDocument({
    value: replaced(FULL_GATEWAY, at, text),
    locate,
    origin: (path) => ({ kind: 'file', span: locate(path) }),
    isSettled: () => true,
    directoryOf: () => '/',
  });
  const found = document ? check(document, locate, { readable: () => true }) : [];
  const refused = [...diagnostics, ...found].filter(({ severity }) => severity === 'error');
  const there = refused.some(({ span }) => span?.file === toPointer(at));
  if (!document || hasErrors(refused)) return { refused, there, conf: '', data: null };
  const gateway = optimise(lower(document, { flavor: 'openresty' }));
  const data = JSON.parse(dataFile(gateway, { version: '', generation: '' })) as Json;
  return { refused, there, conf: renderNginxConf(mainView(gateway)).text, data };
}

/** The first place where two values differ by more than texts that carry the harmless one. */
function difference(harmless: Json, hostile: Json, at = ''): string | undefined {
  if (typeof harmless === 'string' && typeof hostile === 'string')
    return harmless === hostile || harmless.toLowerCase().includes(HARMLESS)
      ? undefined
      : `${at}: ${hostile}`;
  if (typeof harmless !== 'object' || typeof hostile !== 'object' || harmless === null || hostile === null)
    return harmless === hostile ? undefined : `${at}: ${hostile}`;
  const keys = [...new Set([...Object.keys(harmless), ...Object.keys(hostile)])];
  const [one, other] = [harmless, hostile] as { readonly [key: string]: Json }[];
  for (const key of keys) {
    if (!Object.hasOwn(harmless, key) || !Object.hasOwn(hostile, key)) return `${at}/${key}: only in one`;
    const found = difference(one?.[key] as Json, other?.[key] as Json, `${at}/${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The same for words and blocks; a word that changed is the harmless one with the hostile text in its place. */
function confDifference(harmless: string, hostile: string, text: string): string | undefined {
  if (harmless === hostile) return undefined;
  const [ones, others] = [nginxTokens(harmless), nginxTokens(hostile)];
  for (let i = 0; i < Math.max(ones.length, others.length); i++) {
    const [one, other] = [ones[i], others[i]];
    if (one?.kind === other?.kind && one?.text === other?.text) continue;
    const wanted = one?.kind === 'word' ? one.text.replaceAll(HARMLESS, () => text) : undefined;
    const found = other?.kind === 'word' ? other.text.replaceAll('${gw_dollar}', '$') : undefined;
    if (wanted === undefined || !one?.text.includes(HARMLESS) || found !== wanted)
      return `line ${other?.line}: ${JSON.stringify(other?.text)}, not ${JSON.stringify(one?.text)}`;
  }
  return undefined;
}

interface Edit {
  readonly texts: readonly string[];
  readonly of: (before: string, text: string) => string;
}

/** What is wrong about hostile texts in a place. */
function faults(
  { at, text: before }: { readonly at: NodePath; readonly text: string },
  edit: Edit,
): readonly string[] {
  const harmless = compile(at, edit.of(before, HARMLESS));
  // Where a harmless text is refused, a hostile one may only be taken for no change at all: blanks are trimmed from lists.
  const usual = harmless.refused.length > 0 ? compile(at, before) : harmless;
  return edit.texts.flatMap((text) => {
    const complain = (what: string) => [
      `${at.join('.')} = ${JSON.stringify(edit.of(before, text).slice(0, 60))}: ${what}`,
    ];
    try {
      const hostile = compile(at, edit.of(before, text));
      // An id that is renamed is refused where it is used, whatever it is called.
      if (hostile.refused.length > 0)
        return hostile.there || harmless.refused.length > 0
          ? []
          : complain(`refused elsewhere: ${hostile.refused[0]?.message}`);
      const found = confDifference(usual.conf, hostile.conf, text) ?? difference(usual.data, hostile.data);
      return found === undefined ? [] : complain(found);
    } catch (error) {
      return complain(`threw: ${(error as Error).message}`);
    }
  });
}

const texts = [...textsOf(FULL_GATEWAY)];

describe('hostile texts', () => {
  it('have a gateway to be put into', () => {
    const [first] = texts as [(typeof texts)[0]];
    expect(compile(first.at, first.text).refused).toEqual([]);
    expect(texts.length).toBeGreaterThan(100);
  });

  it('at the end of any text change nothing but that value, or are refused there (S1, S2)', () => {
    const edit: Edit = { texts: HOSTILE, of: (before, text) => before + text };
    expect(texts.flatMap((one) => faults(one, edit))).toEqual([]);
  }, 60_000);

  it('in place of any text change nothing but that value, or are refused there (S1, S2)', () => {
    const edit: Edit = { texts: ALONE, of: (_, text) => text };
    expect(texts.flatMap((one) => faults(one, edit))).toEqual([]);
  }, 60_000);
});
