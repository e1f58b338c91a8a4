import type { NodePath } from '../model/path.ts';

/** Where lists of entities stand, and what one of them is called. */
export const LISTS: readonly { readonly path: readonly string[]; readonly noun: string }[] = [
  { path: ['routes'], noun: 'route' },
  { path: ['services'], noun: 'service' },
  { path: ['proxy', 'service', 'services'], noun: 'service' },
  { path: ['proxy', 'service'], noun: 'service' },
];

/**
 * Says what a place belongs to.
 * @param value the document as the user wrote it
 * @param path a place in it
 * @returns for example `route user-api, retry`; undefined for a key of the document itself
 */
export function contextOf(value: unknown, path: NodePath): string | undefined {
  const list = LISTS.find(
    (one) => one.path.every((key, i) => path[i] === key) && typeof path[one.path.length] === 'number',
  );
  if (!list) return path.length > 1 ? String(path[0]) : undefined;
  const length = list.path.length + 1;
  const entity = path
    .slice(0, length)
    .reduce<unknown>((from, key) => (from as Record<string, unknown>)?.[key], value);
  const id = (entity as { readonly id?: unknown } | null | undefined)?.id;
  const index = Number(path[length - 1]);
  const name = typeof id === 'string' ? `${list.noun} ${id}` : `${list.noun} ${index + 1}`;
  return path.length > length + 1 ? `${name}, ${path[length]}` : name;
}
