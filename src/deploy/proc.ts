import { readdir, readFile, readlink } from 'node:fs/promises';

/** One process, read from /proc. */
export interface ProcessInfo {
  readonly pid: number;
  readonly parent: number;
  /** Clock ticks since boot: with the pid it names a process for good. */
  readonly started: string;
  /** Effective user id. From `status`, because the owner of /proc/PID is root for programs that changed their user. */
  readonly uid: number;
  /** Words joined by blanks. */
  readonly commandLine: string;
}

/**
 * Looks at a process.
 * @param pid its id
 * @returns what is known of it; undefined when it is gone, or a zombie
 */
export async function inspect(pid: number): Promise<ProcessInfo | undefined> {
  const [stat, status, commandLine] = await Promise.all([
    statOf(pid),
    read(pid, 'status'),
    read(pid, 'cmdline'),
  ]);
  if (stat === undefined || status === undefined || commandLine === undefined) return undefined;
  const uid = Number(/^Uid:\t\d+\t(\d+)/m.exec(status)?.[1]);
  return { pid, ...stat, uid, commandLine: commandLine.replaceAll('\0', ' ').trimEnd() };
}

/**
 * The program a process runs.
 * @param pid its id
 * @returns the path; undefined when it is gone or not ours to look at. A replaced binary ends in ` (deleted)`.
 */
export async function executable(pid: number): Promise<string | undefined> {
  return readlink(`/proc/${pid}/exe`).catch(() => undefined);
}

/**
 * The children of a process.
 * @param pid its id
 * @returns those alive now
 */
export async function children(pid: number): Promise<ProcessInfo[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const stats = await Promise.all(pids.map(statOf));
  const all = await Promise.all(pids.filter((_, i) => stats[i]?.parent === pid).map(inspect));
  return all.filter((info): info is ProcessInfo => info?.parent === pid);
}

async function statOf(pid: number): Promise<Pick<ProcessInfo, 'parent' | 'started'> | undefined> {
  const stat = await read(pid, 'stat');
  if (stat === undefined) return undefined;
  // The command name comes in parentheses and may hold blanks and parentheses itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' || fields[0] === 'X'
    ? undefined
    : { parent: Number(fields[1]), started: String(fields[19]) };
}

/** Undefined when the process ended while it was read. */
const read = (pid: number, name: string): Promise<string | undefined> =>
  readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => undefined);
