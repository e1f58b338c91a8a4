import { join } from 'node:path';
import type { NginxFlavor } from './types.ts';

/**
 * All the harness knows about the command line of gatewayc and the directory it produces. A bundle is `conf/`, `data/`,
 * `lua/`, `manifest.json` and the empty `run/` and `logs/`.
 */

/**
 * Asked until there is an answer, any answer: it is the gateway's own health path unless the configuration says otherwise,
 * so that no upstream sees it.
 */
export const READY_PATH = '/health';

/** Directories of a bundle that nginx writes to; a rebuild leaves them alone. */
export const WRITTEN_BY_NGINX: readonly string[] = ['run', 'logs'];

/** Arguments that compile `yaml` into the bundle directory `out`. */
export function buildArguments(yaml: string, out: string, flavor: NginxFlavor): string[] {
  return ['build', '-f', yaml, '-o', out, '--nginx-flavor', flavor];
}

/** Arguments that deploy `yaml` below `root`, and start or reload the nginx of that root. */
export function applyArguments(yaml: string, root: string, binary: string): string[] {
  return ['apply', '-f', yaml, '--root', root, '--nginx-binary', binary];
}

/** Arguments that run nginx from a bundle, in the foreground. */
export function nginxArguments(bundle: string): string[] {
  return ['-p', `${bundle}/`, '-c', 'conf/nginx.conf', '-e', 'logs/error.log', '-g', 'daemon off;'];
}

/** The live bundle of a root that `apply` manages. */
export function liveBundle(root: string): string {
  return join(root, 'current');
}

/** Where nginx writes the pid of its master, in a root that `apply` manages. */
export function pidFile(root: string): string {
  return join(root, 'run', 'nginx.pid');
}

/** Where nginx writes, below a bundle. */
export function logFiles(bundle: string): { access: string; error: string } {
  return { access: join(bundle, 'logs', 'access.log'), error: join(bundle, 'logs', 'error.log') };
}
