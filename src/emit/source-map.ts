/** The source map: which place of the user's YAML a line of nginx.conf, or an entity of the data file, came from. */
import { posix } from 'node:path';
import type { Locate } from '../diagnostics/locate.ts';
import { type NodePath, toPointer } from '../model/path.ts';
import type { LineOrigins } from './render.ts';

/** File name (relative to the first file of the document), line and column from 1. */
export type Place = readonly [file: string, line: number, column: number];

/** `conf`: lines of conf/nginx.conf and the JSON pointer each came from, ascending. `at`: where those pointers are. */
export interface SourceMap {
  readonly conf: readonly (readonly [line: number, pointer: string])[];
  readonly at: Readonly<Record<string, Place>>;
}

/**
 * Builds the source map.
 * @param origins of the printed lines
 * @param entities further places to keep, for messages that name a pointer
 * @param locate finds places in the document
 */
export function sourceMap(origins: LineOrigins, entities: readonly NodePath[], locate: Locate): SourceMap {
  const base = posix.dirname(locate([])?.file ?? '.');
  const at: Record<string, Place> = {};
  const names = new Map<string, string>();
  const nameOf = (file: string): string => {
    const known = names.get(file) ?? (posix.relative(base, file) || file);
    names.set(file, known);
    return known;
  };
  const remember = (path: NodePath): string => {
    const pointer = toPointer(path);
    const span = pointer in at ? undefined : locate(path);
    if (span !== undefined) at[pointer] = [nameOf(span.file), span.start.line, span.start.column];
    return pointer;
  };
  const conf = [...origins].map(([line, path]) => [line, remember(path)] as const);
  for (const path of entities) remember(path);
  return { conf, at };
}
