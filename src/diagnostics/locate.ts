import type { NodePath } from '../model/path.ts';
import type { Span } from './diagnostic.ts';

/**
 * Finds a node of the source document in the user's file. `key` points at the key of a mapping entry, `value` (the default) at its value.
 * A path that does not exist (a default, a missing key) gives the place of its nearest existing ancestor.
 */
export type Locate = (path: NodePath, part?: 'key' | 'value') => Span | undefined;
