// Who may import whom. The rooms of `src` stand in a row; each may use those before it.
import { posix } from 'node:path';
import type { SourceFile } from './files.ts';
import { importsOf, usesOf } from './typescript.ts';

/** The rooms of src in the order of the law; rooms on one line are neighbours and may use each other. */
export const ROWS: readonly (readonly string[])[] = [
  ['diagnostics', 'model'],
  ['input'],
  ['schema'],
  ['check'],
  ['lower'],
  ['passes'],
  ['emit'],
  ['diff'],
  ['deploy'],
  ['watch'],
  ['cli'],
];

/** What features may use besides themselves. */
const FEATURE_USES = ['diagnostics', 'model'];
/** Generated from the folders of the features; the only door to them. */
const REGISTRY = 'src/features/registry.ts';

/** Packages that belong to certain rooms. */
const PACKAGES: Record<string, readonly string[]> = {
  handlebars: ['emit'],
  ajv: ['schema'],
  'ajv-formats': ['schema'],
  yaml: ['input'],
  'node:child_process': ['deploy', 'cli'],
  child_process: ['deploy', 'cli'],
  'node:process': ['cli'],
  process: ['cli'],
  commander: ['cli'],
  chokidar: ['watch'],
  diff: ['diff'],
};

/** Globals that belong to certain rooms: only the edge talks, reads the environment and exits. */
const GLOBALS: Record<string, readonly string[]> = { process: ['cli'], console: ['cli'] };

/**
 * Everything one file of src does against the law.
 * @returns one line a violation, with file and line; empty when there is none
 */
export function violations({ path, text }: SourceFile): string[] {
  const room = roomOf(path);
  if (room === undefined) return [`${path}: not in a room of src (${ROWS.flat().join(', ')}, features)`];
  const imports = importsOf(text).flatMap(({ specifier, line }) => {
    const problem = specifier.startsWith('.')
      ? importProblem(path, posix.join(posix.dirname(path), specifier))
      : packageProblem(room, specifier);
    return problem ? [`${path}:${line}: ${problem}`] : [];
  });
  const uses = Object.entries(GLOBALS).flatMap(([name, rooms]) =>
    rooms.includes(room)
      ? []
      : usesOf(text, name).map((line) => `${path}:${line}: ${name} is only for ${rooms}`),
  );
  return [...imports, ...uses];
}

function roomOf(path: string): string | undefined {
  const [top, room, ...rest] = path.split('/');
  if (top !== 'src' || rest.length === 0 || room === undefined) return undefined;
  return room === 'features' || rowOf(room) >= 0 ? room : undefined;
}

function rowOf(room: string): number {
  return ROWS.findIndex((row) => row.includes(room));
}

/** @param to the file meant, however its ending is spelt in the import */
function importProblem(from: string, to: string): string | undefined {
  const target = to.replace(/\.js$/, '.ts');
  const [room, targetRoom] = [roomOf(from), roomOf(target)];
  if (room === undefined) return undefined;
  if (targetRoom === undefined) return target.startsWith('src/') ? `${target} is in no room` : undefined;
  if (from === REGISTRY) return undefined;
  if (room === 'features') {
    if (FEATURE_USES.includes(targetRoom)) return undefined;
    if (targetRoom === 'features' && folderOf(from) === folderOf(target)) return undefined;
    return `a feature uses only ${FEATURE_USES.join(' and ')}, not ${target}`;
  }
  if (targetRoom === 'features') {
    if (target !== REGISTRY) return `features are reached through ${REGISTRY}, not by name (${target})`;
    return FEATURE_USES.includes(room) ? `${room} comes before the features` : undefined;
  }
  return rowOf(targetRoom) > rowOf(room)
    ? `${room} may not use ${targetRoom}, which comes after it`
    : undefined;
}

/**
 * A feature is `features/<family>/<name>.ts` and, when it has more files, the folder `features/<family>/<name>/`. Files of
 * one feature may use each other.
 */
function folderOf(path: string): string {
  return path.split('/').slice(0, 4).join('/').replace(/\.ts$/, '');
}

function packageProblem(room: string, specifier: string): string | undefined {
  const [scopeOrName = '', rest] = specifier.split('/');
  const name = scopeOrName.startsWith('@') ? `${scopeOrName}/${rest}` : scopeOrName;
  const rooms = PACKAGES[name];
  return rooms && !rooms.includes(room) ? `${name} is only for ${rooms.join(' and ')}` : undefined;
}
