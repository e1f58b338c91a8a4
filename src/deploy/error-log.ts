import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { withFile } from './durable.ts';

/** How long each log was when it was looked at, in bytes. */
export type LogMark = ReadonlyMap<string, number>;

/** Where the messages of a master go that `apply` started and whose configuration logs to stderr. */
export const STDERR_LOG = 'logs/stderr.log';

/**
 * The files a gateway's own messages may be in: those its configuration names, and where nginx writes before it has read it.
 * @param prefix the directory nginx runs in
 */
export async function errorLogs(prefix: string): Promise<string[]> {
  const conf = await readFile(join(prefix, 'conf/nginx.conf'), 'utf8').catch(() => '');
  const configured = [...conf.matchAll(/^\s*error_log\s+"?([^"\s;]+)/gm)]
    .map(([, path]) => path as string)
    .filter((path) => path !== 'stderr');
  return [...new Set(['logs/error.log', STDERR_LOG, ...configured].map((path) => resolve(prefix, path)))];
}

/**
 * Remembers where logs end.
 * @param paths the logs; missing ones count as empty
 */
export async function markLogs(paths: readonly string[]): Promise<LogMark> {
  return new Map(await Promise.all(paths.map(async (path) => [path, await size(path)] as const)));
}

/**
 * What was written to logs since they were marked. A log that was rotated meanwhile is read from its start.
 * @param mark from {@link markLogs}
 * @returns lines, without empty ones
 */
export async function linesSince(mark: LogMark): Promise<string[]> {
  const texts = await Promise.all([...mark].map(([path, start]) => readFrom(path, start)));
  return texts.flatMap((text) => text.split('\n')).filter((line) => line !== '');
}

/** How often a log is looked at that is shown to a person, in milliseconds. */
const FOLLOW_EVERY = 200;

/**
 * Passes on what is written to a log, until the signal.
 * @param path the log
 * @param pass gets whole lines, each with its line break
 * @param signal ends it
 */
export async function followLog(
  path: string,
  pass: (lines: string) => void,
  signal: AbortSignal,
): Promise<void> {
  let position = await size(path);
  let partial = '';
  while (!signal.aborted) {
    const end = await size(path);
    if (end !== position) {
      const text = partial + (await readFrom(path, position));
      const whole = text.slice(0, text.lastIndexOf('\n') + 1);
      if (whole !== '') pass(whole);
      partial = text.slice(whole.length);
      position = end;
    }
    await pause(FOLLOW_EVERY, undefined, { signal }).catch(() => undefined);
  }
}

const size = (path: string): Promise<number> =>
  stat(path).then(
    (found) => found.size,
    () => 0,
  );

async function readFrom(path: string, start: number): Promise<string> {
  const end = await size(path);
  if (end === 0 || end === start) return '';
  const from = end < start ? 0 : start;
  const buffer = Buffer.alloc(end - from);
  const { bytesRead } = await withFile({ path, flags: 'r' }, (handle) =>
    handle.read(buffer, 0, buffer.length, from),
  );
  return buffer.toString('utf8', 0, bytesRead);
}
