import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the checkout. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What is installed or produced, and so not ours to check. */
const NOT_OURS = new Set(['.git', 'node_modules', 'dist', 'coverage', '.test-results', '.tools']);

export interface SourceFile {
  /** Relative to the root, with slashes. */
  readonly path: string;
  readonly text: string;
}

/**
 * The text files of the checkout below a folder, in a stable order; empty when there is no such folder.
 * @param below relative to the root
 */
export function filesBelow(below = '.'): SourceFile[] {
  const top = join(ROOT, below);
  if (!existsSync(top)) return [];
  const found: SourceFile[] = [];
  const visit = (dir: string) => {
    for (const entry of readdirSync(dir, { withFileTypes: true })) {
      if (NOT_OURS.has(entry.name)) continue;
      const path = join(dir, entry.name);
      if (entry.isDirectory()) visit(path);
      if (!entry.isFile()) continue;
      const text = readFileSync(path, 'utf8');
      if (!text.includes('\0')) found.push({ path: relative(ROOT, path).split(sep).join('/'), text });
    }
  };
  visit(top);
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}
