import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Host } from './host.ts';
import { masterOf } from './master.ts';
import { inspect } from './proc.ts';
import { until } from './until.ts';

/** Directories are named after the process that made them, so that what a killed run left can be told from what is in use. */
const NAME = /^gatewayc-(\d+)-(\d+)-\w{6}$/;

/** A unix socket's path has 107 bytes at most, and its directory is not the whole of it. */
const LONGEST = 50;

/**
 * Makes a private directory to run an nginx in. Workers that run as another user can pass through it but not list it.
 * @param host this process
 * @returns its path
 */
export async function makePrivateDirectory(host: Host): Promise<string> {
  const started = (await inspect(host.pid))?.started ?? '0';
  const directory = await mkdtemp(join(base(), `gatewayc-${host.pid}-${started}-`));
  await chmod(directory, 0o711);
  return directory;
}

/**
 * Removes what killed runs of this user left: their private directories, and the nginx that may still run in one.
 * @param host this process
 */
export async function sweepPrivateDirectories(host: Host): Promise<void> {
  for (const name of await readdir(base())) {
    const [, pid, started] = NAME.exec(name) ?? [];
    if (pid === undefined) continue;
    const directory = join(base(), name);
    const [owner, mine] = await Promise.all([stat(directory).catch(() => undefined), inspect(host.pid)]);
    if (owner === undefined || owner.uid !== mine?.uid || (await inspect(Number(pid)))?.started === started)
      continue;
    await stopLeftover(directory, host);
    await rm(directory, { recursive: true, force: true });
  }
}

async function stopLeftover(directory: string, host: Host): Promise<void> {
  const find = async (): Promise<number | undefined> => {
    const master = await masterOf(join(directory, 'run/nginx.pid'), directory);
    return master.kind === 'running' ? master.pid : undefined;
  };
  const pid = await find();
  if (pid === undefined) return;
  host.kill(pid, 'SIGTERM');
  await until(async () => ((await find()) === undefined ? true : undefined), {
    limit: 3_000,
    every: 20,
    signal: new AbortController().signal,
  });
}

const base = (): string => (tmpdir().length > LONGEST ? '/tmp' : tmpdir());
