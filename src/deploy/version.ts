import { join } from 'node:path';
import type { Flavor } from '../model/document.ts';

/** What {@link parseVersion} reads. */
export interface VersionText {
  readonly name: string;
  readonly version: string;
  readonly flavor: Flavor;
  /** Whether the Lua module is linked in. */
  readonly linked: boolean;
  /** Where loadable modules are looked for. */
  readonly modulesPath: string;
}

/**
 * Reads the answer of `nginx -V`. The dialect is 1.26's from 1.25.1 on, where `http2` became a directive of its own.
 * @param text what it wrote to stderr
 * @returns undefined when it is not nginx's
 */
export function parseVersion(text: string): VersionText | undefined {
  const [, name, version] = /^nginx version: ([\w.-]+)\/(\d+(?:\.\d+)+)/m.exec(text) ?? [];
  if (name === undefined || version === undefined) return undefined;
  const option = (key: string): string | undefined => new RegExp(`--${key}=(\\S+)`).exec(text)?.[1];
  const flavor =
    name === 'openresty'
      ? 'openresty'
      : compareVersion(version, [1, 25, 1]) < 0
        ? 'debian-1.22'
        : 'debian-1.26';
  const linked = /--add-module=\S*(?:ngx_lua|ngx_http_lua|lua-nginx-module)/.test(text);
  return {
    name,
    version,
    flavor,
    linked,
    modulesPath: option('modules-path') ?? join(option('prefix') ?? '/usr/local/nginx', 'modules'),
  };
}

/**
 * Compares as many numbers of a version as are asked for.
 * @param version for example `1.22.1`
 * @param to the numbers to compare with, for example `[1, 22]`
 * @returns negative, zero or positive, as the version is older, the same or newer
 */
export function compareVersion(version: string, to: readonly number[]): number {
  const numbers = version.split('.').map(Number);
  for (const [i, wanted] of to.entries()) {
    const difference = (numbers[i] ?? 0) - wanted;
    if (difference !== 0) return difference;
  }
  return 0;
}
