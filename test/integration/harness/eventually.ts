import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until something is so: calls `probe` again and again (every 25 ms) until it returns something truthy.
 * Use it in place of a sleep.
 * @param what named in the error when it never happens
 * @param probe may throw; that counts as "not yet"
 * @param ms how long to go on trying
 * @returns what `probe` returned
 */
export async function eventually<T>(
  what: string,
  probe: () => T | Promise<T>,
  ms = 8000,
): Promise<Exclude<T, undefined | null | false | 0 | ''>> {
  const end = Date.now() + ms;
  let last: unknown;
  do {
    try {
      const result = await probe();
      if (result) return result as Exclude<T, undefined | null | false | 0 | ''>;
      last = undefined;
    } catch (error) {
      last = error;
    }
    await sleep(25);
  } while (Date.now() < end);
  throw new Error(`${what}: not within ${ms} ms${last ? ` (${String(last)})` : ''}`, { cause: last });
}
