import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach } from 'vitest';

/**
 * Gives every test of the file a directory of its own.
 * @returns a function that gives its path, symbolic links followed
 */
export function scratchDirectory(): () => string {
  let path = '';
  beforeEach(() => {
    path = realpathSync(mkdtempSync(join(tmpdir(), 'gatewayc-unit-')));
  });
  afterEach(() => rmSync(path, { recursive: true, force: true }));
  return () => path;
}

/**
 * Reads every file below a directory.
 * @param directory the directory; symbolic links in it are shown, not followed
 * @returns text by relative path
 */
export async function snapshot(directory: string): Promise<Record<string, string>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(
    files.map(async (file) => [relative(directory, file), await readFile(file, 'utf8')] as const),
  );
  return Object.fromEntries(texts.sort(([a], [b]) => (a < b ? -1 : 1)));
}
