// The rules of the house that can be read off a file's path and text. Patterns are put together from parts so that this
// file does not match them itself.
import type { SourceFile } from './files.ts';

/** Most lines a file may have, by where it stands; the first entry that fits decides. */
const BUDGETS: readonly { fits: RegExp; lines: number }[] = [
  { fits: /^src\/.*\.ts$/, lines: 400 },
  { fits: /^lua\/.*\.lua$/, lines: 300 },
  { fits: /^templates\//, lines: 80 },
  { fits: /^schemas\/gateway\.schema\.json$/, lines: Number.POSITIVE_INFINITY }, // generated; JSON has no comment to say so
  { fits: /^schemas\//, lines: 80 },
];

const PROMISES = new RegExp(String.raw`\b(${['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX'].join('|')})\b`);

/** How the head of a generated source says what it is; nobody reads those, so they may be long. */
const GENERATED = /^(?:.*\n){0,5}\/\/ Generated .*by `npm run generate`; do not edit\.\n/;

/** A build must work wherever its tools know a registry: none is named. */
const REGISTRIES: readonly RegExp[] = [
  new RegExp(['(deb|ftp|security|snapshot|archive)', 'debian', 'org'].join(String.raw`\.`)),
  new RegExp(['registry', '(npmjs|npmmirror|yarnpkg)'].join(String.raw`\.`)),
  /npmjs\.(com|org)\/-\/|https?:\/\/[^"\s]*\.tgz|https?:\/\/[\w-]*(mirror|artifactory|nexus)[\w-]*\./,
];

const MACHINE = new RegExp(['/work/(main|shared|steering)', '/tmp/bash[_]jobs'].join('|'));

/** Where the words are not ours: hashes, licence text. */
const NOT_WRITTEN_HERE = new Set(['package-lock.json', 'LICENSE']);

/**
 * Whether a file has more lines than its place allows.
 * @returns what is wrong, one line each; empty when nothing is
 */
export function overBudget({ path, text }: SourceFile): string[] {
  const budget = BUDGETS.find(({ fits }) => fits.test(path));
  const lines = text.replace(/\n$/, '').split('\n').length;
  if (!budget || lines <= budget.lines || GENERATED.test(text)) return [];
  return [`${path}: ${lines} lines, at most ${budget.lines}; split it by what it does`];
}

/** Words that promise later work in place of doing or refusing it. */
export function promises({ path, text }: SourceFile): string[] {
  return NOT_WRITTEN_HERE.has(path)
    ? []
    : matching(path, text, PROMISES, 'do it, or refuse it with a clear error');
}

/** Names of package registries and mirrors. */
export function registryHosts({ path, text }: SourceFile): string[] {
  return REGISTRIES.flatMap((host) => matching(path, text, host, 'names a package registry'));
}

/** Paths of the machine the file was written on. */
export function machinePaths({ path, text }: SourceFile): string[] {
  return matching(path, text, MACHINE, 'is a path of one machine');
}

function matching(path: string, text: string, pattern: RegExp, problem: string): string[] {
  return text.split('\n').flatMap((line, index) => {
    const found = line.match(pattern)?.[0];
    return found ? [`${path}:${index + 1}: "${found}": ${problem}`] : [];
  });
}
