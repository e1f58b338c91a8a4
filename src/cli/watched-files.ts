import { resolve } from 'node:path';
import { namedFiles } from '../check/named-files.ts';
import type { Watched } from '../watch/watched.ts';
import type { Examined } from './examine.ts';

/**
 * Everything a configuration depends on: the files it was read from, those its values come from, and those the gateway reads itself.
 * @param examined the configuration; of a bad one not everything is known
 * @param cwd absolute
 */
export function watchedFiles({ loaded, document }: Examined, cwd: string): Watched {
  const named = document === undefined ? [] : namedFiles(document).map(({ path }) => resolve(cwd, path));
  return { files: [...new Set([...loaded.dependencies, ...named])], patterns: loaded.patterns };
}
