import type { NginxFlavor } from './types.ts';

/**
 * Which of the three kinds of nginx this is.
 * @param output of `nginx -V`
 * @returns the flavor and the version as nginx says it
 */
export function flavorOf(output: string): { flavor: NginxFlavor; version: string } {
  const version = output.match(/nginx version: (\S+)/)?.[1] ?? 'unknown';
  if (/openresty/i.test(version)) return { flavor: 'openresty', version };
  const [major = 0, minor = 0] = version
    .replace(/^\w+\//, '')
    .split('.')
    .map(Number);
  return { flavor: major > 1 || minor >= 25 ? 'debian-1.26' : 'debian-1.22', version };
}
