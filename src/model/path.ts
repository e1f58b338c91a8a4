/** A place in the source document: the keys and list indexes from the root to a node. */
export type NodePath = readonly (string | number)[];

/** Something that was read from the document and can be pointed at. */
export interface Located {
  readonly at: NodePath;
}

/**
 * Writes a path as a JSON pointer (RFC 6901), the spelling used in data files, source maps and ajv.
 * @param path keys and indexes from the root
 * @returns for example `/routes/0/path`; the root is the empty string
 */
export function toPointer(path: NodePath): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/**
 * Reads a JSON pointer (RFC 6901). Keys that look like list indexes become numbers.
 * @param pointer for example `/routes/0/path`
 * @returns the path it names
 */
export function fromPointer(pointer: string): NodePath {
  if (pointer === '') return [];
  return pointer
    .slice(1)
    .split('/')
    .map((key) =>
      /^(0|[1-9]\d*)$/.test(key) ? Number(key) : key.replaceAll('~1', '/').replaceAll('~0', '~'),
    );
}
