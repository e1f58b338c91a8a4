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
  try {
    const [stat, status, commandLine] = await Promise.all(
      ['stat', 'status', 'cmdline'].map((name) => readFile(`/proc/${pid}/${name}`, 'utf8')),
    );
    // The command name comes in parentheses and may hold blanks and parentheses itself.
    const fields = (stat as string).slice((stat as string).lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    const uid = /^Uid:\t\d+\t(\d+)/m.exec(status as string)?.[1];
    return {
      pid,
      parent: Number(fields[1]),
      started: String(fields[19]),
      uid: Number(uid),
      commandLine: (commandLine as string).replaceAll('\0', ' ').trimEnd(),
    };
  } catch {
    return undefined; // the process ended while it was read
  }
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
  const names = await readdir('/proc');
  const all = await Promise.all(
    names.filter((name) => /^\d+$/.test(name)).map((name) => inspect(Number(name))),
  );
  return all.filter((info): info is ProcessInfo => info?.parent === pid);
}
