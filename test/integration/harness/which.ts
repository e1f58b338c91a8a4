import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const BEYOND_PATH = ['/usr/sbin', '/usr/local/openresty/bin', '/usr/local/openresty/nginx/sbin'];

/**
 * Looks for a program on the PATH, and where servers are installed that a user's PATH does not name.
 * @returns its path; undefined when it is not on this machine
 */
export function which(name: string): string | undefined {
  const dirs = [...(process.env.PATH ?? '').split(delimiter), ...BEYOND_PATH];
  return dirs.map((dir) => join(dir, name)).find((path) => existsSync(path));
}
