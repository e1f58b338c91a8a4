import type { HistoryEntry } from '../deploy/history.ts';

/**
 * One event of the history on one line.
 * @param entry the event
 * @returns for example `2026-01-02 03:04:05Z  apply     0123456789abcdef  reloaded, 2 workers  gateway.yaml`
 */
export function describeEntry({
  at,
  action,
  generation,
  outcome,
  workers,
  source,
  config_hash,
  reason,
}: HistoryEntry): string {
  const confirmed = workers === 0 ? '' : `, ${workers} ${workers === 1 ? 'worker' : 'workers'}`;
  const why = reason === undefined ? '' : `: ${reason}`;
  return [
    `${at.slice(0, 19).replace('T', ' ')}Z`,
    action.padEnd(8),
    generation,
    `config ${config_hash?.slice(0, 12) ?? 'unknown'}`,
    `${outcome}${confirmed}${why}`,
    ...(source === '' ? [] : [source]),
  ].join('  ');
}
