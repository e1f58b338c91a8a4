/** The emitted files of both sides as a patch. The data file may hold secrets, so the model, which holds none, is shown in its place. */
import { FILE_HEADERS_ONLY, formatPatch, structuredPatch } from 'diff';
import { MODEL_FILE } from '../../emit/model/model.ts';

/** Files by their path in a bundle. */
export type Files = ReadonlyMap<string, string | Uint8Array>;

/** Lines that differ; with more, two files are only said to differ, for comparing them takes the square of it. */
const MOST_EDITS = 5_000;

const CONTEXT = 3;

/** What follows from the other files, and from where lines stand in the YAML. */
const DERIVED = new Set(['manifest.json', 'data/source-map.json']);

/** Files that are shown line by line. */
const isShown = (path: string): boolean => path.startsWith('conf/') || path === MODEL_FILE;

/**
 * Renders two bundles as a unified diff.
 * @param before files of the old side
 * @param after files of the new side
 * @returns a patch, empty when all files are equal; it ends with a line break otherwise
 */
export function renderUnified(before: Files, after: Files): string {
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  return paths
    .filter((path) => !DERIVED.has(path) && !same(before.get(path), after.get(path)))
    .map((path) => patch(path, before.get(path), after.get(path)))
    .join('');
}

type Content = string | Uint8Array | undefined;

const same = (a: Content, b: Content): boolean =>
  a !== undefined && b !== undefined && Buffer.from(a).equals(Buffer.from(b));

function patch(path: string, before: Content, after: Content): string {
  const [from, to] = [
    before === undefined ? '/dev/null' : `a/${path}`,
    after === undefined ? '/dev/null' : `b/${path}`,
  ];
  const differ = `Files ${from} and ${to} differ\n`;
  if (!isShown(path)) return differ;
  const made = structuredPatch(
    from,
    to,
    readable(path, before),
    readable(path, after),
    undefined,
    undefined,
    {
      context: CONTEXT,
      maxEditLength: MOST_EDITS,
    },
  );
  return made === undefined ? differ : escaped(formatPatch(made, FILE_HEADERS_ONLY));
}

/** The model is one line of JSON; here it has one a value. */
function readable(path: string, content: Content): string {
  const text = content === undefined ? '' : Buffer.from(content).toString('utf8');
  if (path !== MODEL_FILE || text === '') return text;
  try {
    return `${JSON.stringify(JSON.parse(text), undefined, 1)}\n`;
  } catch {
    // Edited by hand into something else: shown as it is.
    return text;
  }
}

/** Files on disk may hold anything by now; a terminal must not obey it. */
const escaped = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is escaped here
  text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, (character) => {
    const code = character.charCodeAt(0);
    return `\\u${code.toString(16).padStart(4, '0')}`;
  });
