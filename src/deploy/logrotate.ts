import { readFile, rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { LogSettings } from '../model/gateway.ts';
import { writeDurably } from './durable.ts';
import type { Layout } from './layout.ts';

/**
 * A logrotate configuration for a gateway's logs (M241). Afterwards the master is told to open its logs again.
 * @param layout the root
 * @param log sizes in bytes, ages in days
 * @returns the text; it is for the system's logrotate: `include` it or link it into /etc/logrotate.d
 */
export function logrotateText(
  layout: Layout,
  log: Pick<LogSettings, 'access' | 'error' | 'maxSize' | 'maxBackups' | 'maxAge'>,
): string {
  const elsewhere = [log.access, log.error]
    .filter((path) => path.startsWith('/') || path.startsWith('..'))
    .map((path) => resolve(layout.logs, path));
  const paths = [
    `"${layout.logs}/*.log"`,
    ...new Set(elsewhere.filter((path) => !path.startsWith(`${layout.logs}/`)).map((path) => `"${path}"`)),
  ];
  const pidFile = `'${layout.pidFile.replaceAll("'", "'\\''")}'`;
  return `${paths.join(' ')} {
    size ${log.maxSize}
    rotate ${log.maxBackups}
    maxage ${log.maxAge}
    missingok
    notifempty
    sharedscripts
    postrotate
        [ ! -f ${pidFile} ] || kill -USR1 "$(cat ${pidFile})"
    endscript
}
`;
}

/**
 * Writes the logrotate configuration of a root where it is missing or different.
 * @param layout the root
 * @param text from {@link logrotateText}
 */
export async function writeLogrotate(layout: Layout, text: string): Promise<void> {
  const present = await readFile(layout.logrotate, 'utf8').catch(() => undefined);
  if (present === text) return;
  const fresh = `${layout.logrotate}.new`;
  await rm(fresh, { force: true });
  await writeDurably(fresh, { content: text, mode: 0o644 });
  await rename(fresh, layout.logrotate);
}
