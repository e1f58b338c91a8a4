import type { Gateway } from '../harness/index.ts';

/**
 * Sends requests one after another.
 * @returns how many each upstream answered, by its name
 */
export async function shares(
  gateway: Gateway,
  path: string,
  requests: number,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (let sent = 0; sent < requests; sent += 1) {
    const answer = await gateway.request(path);
    const name = String(answer.headers['x-upstream'] ?? answer.status);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
