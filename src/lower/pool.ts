/** Values that are kept once and referred to by index. */
export interface Pool<T> {
  /** Gives the index of a value, adding it when no equal one is there. */
  readonly index: (item: T) => number;
  readonly items: readonly T[];
}

/**
 * Makes an empty pool. The first of equal values is kept.
 * @param identity the part of a value that makes it equal to another; compared as JSON, so key order counts
 */
export function createPool<T>(identity: (item: T) => unknown): Pool<T> {
  const items: T[] = [];
  const known = new Map<string, number>();
  const index = (item: T): number => {
    const key = JSON.stringify(identity(item));
    const found = known.get(key);
    if (found !== undefined) return found;
    known.set(key, items.length);
    return items.push(item) - 1;
  };
  return { index, items };
}
