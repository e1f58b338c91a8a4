import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Manifest } from '../emit/bundle.ts';
import { errorCode } from './failure.ts';
import { KEPT, type Tree } from './tree.ts';

/** A file that is not as it should be. */
export interface Drift {
  readonly path: string;
  readonly kind: 'missing' | 'changed' | 'added';
}

/**
 * Reads the manifest of a directory.
 * @param directory a release or a build
 * @returns undefined when there is none, or none of ours
 */
export async function readManifest(directory: string): Promise<Manifest | undefined> {
  try {
    const manifest = JSON.parse(await readFile(join(directory, 'manifest.json'), 'utf8'));
    return manifest?.format === 1 &&
      typeof manifest.generation === 'string' &&
      typeof manifest.files === 'object'
      ? manifest
      : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR')
      return undefined;
    throw error;
  }
}

/**
 * Compares a directory with its own manifest. `run/`, `logs/` and `conf/modules.d/` are not part of a bundle.
 * @param directory a release or a build
 * @returns what differs, by path; a missing manifest is one of them
 */
export async function verifyTree(directory: string): Promise<Drift[]> {
  const manifest = await readManifest(directory);
  if (manifest === undefined) return [{ path: 'manifest.json', kind: 'missing' }];
  const present = await listFiles(directory);
  const drift: Drift[] = present
    .filter(
      (path) =>
        path !== 'manifest.json' &&
        !path.startsWith('conf/modules.d/') &&
        !Object.hasOwn(manifest.files, path),
    )
    .map((path) => ({ path, kind: 'added' }));
  for (const [path, sum] of Object.entries(manifest.files)) {
    if (!present.includes(path)) drift.push({ path, kind: 'missing' });
    else if (sha256(await readFile(join(directory, path))) !== sum) drift.push({ path, kind: 'changed' });
  }
  return byPath(drift);
}

/**
 * Compares a directory with files that would be written into it.
 * @param directory a build; may be missing
 * @param tree what it should hold, besides `run/` and `logs/`
 * @returns what differs, by path
 */
export async function compareTree(directory: string, tree: Tree): Promise<Drift[]> {
  const present = await listFiles(directory);
  const drift: Drift[] = present.filter((path) => !tree.has(path)).map((path) => ({ path, kind: 'added' }));
  for (const [path, file] of tree) {
    if (!present.includes(path)) drift.push({ path, kind: 'missing' });
    else if (!(await readFile(join(directory, path))).equals(Buffer.from(file.content)))
      drift.push({ path, kind: 'changed' });
  }
  return byPath(drift);
}

const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');
const byPath = (drift: Drift[]): Drift[] => drift.sort((a, b) => (a.path < b.path ? -1 : 1));

/** Everything in a directory that is not a directory, relative, except what nginx writes. */
async function listFiles(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch((error) => {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)))
    .filter((path) => !KEPT.some((kept) => path === kept || path.startsWith(`${kept}/`)));
}
