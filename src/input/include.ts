import { dirname, join, relative, resolve } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import type { ParsedNode } from 'yaml';
import { finding } from '../diagnostics/finding.ts';
import { literalText } from '../model/literal.ts';
import { byText } from '../model/text.ts';
import type { Report } from './findings.ts';
import { findNode } from './node.ts';
import { listingOf } from './snapshot.ts';
import { type Source, spanOfNode } from './source.ts';

/** A file named by an include. */
export interface Included {
  /** The name in messages. */
  readonly name: string;
  readonly absolute: string;
  /** The node that names it. */
  readonly path: readonly (string | number)[];
  /** False when a pattern matched it. */
  readonly literal: boolean;
}

/** What resolving needs to know besides the patterns. */
export interface IncludeContext {
  /** Absolute name of the including file; undefined for stdin. */
  readonly absolute: string | undefined;
  /** Nodes that were reported before and are left alone. */
  readonly unsettled: ReadonlySet<ParsedNode>;
  readonly report: Report;
  /** The files there are, where they are not those of the disk. */
  readonly files: readonly string[] | undefined;
  /** Told every pattern with wildcards. */
  readonly lookFor: (pattern: string) => void;
}

/**
 * Resolves the patterns under `include`: in the order they are written, the matches of one pattern sorted by name.
 * A pattern with wildcards never matches the file it stands in.
 * @param source the including file
 * @param value what stands under `include`
 * @param context the including file, and where findings go
 * @returns the files, each once
 */
export async function resolveIncludes(
  source: Source,
  value: unknown,
  context: IncludeContext,
): Promise<readonly Included[]> {
  const patterns = Array.isArray(value) ? value : [value];
  const files = new Map<string, Included>();
  for (const [index, written] of patterns.entries()) {
    const path = Array.isArray(value) ? ['include', index] : ['include'];
    const node = findNode(source, path)?.node;
    if (node && context.unsettled.has(node)) continue;
    const span = node && spanOfNode(source, node);
    const pattern = typeof written === 'string' ? literalText(written) : undefined;
    if (!pattern) {
      context.report(
        finding('GW1021', {
          message: 'include takes file names and patterns',
          span,
          help: 'write include: ["conf.d/*.yaml"]',
        }),
      );
      continue;
    }
    const dynamic = isDynamicPattern(pattern);
    if (dynamic) context.lookFor(pattern);
    const found = dynamic
      ? await matchPattern(source.directory, pattern, context.files)
      : [resolve(source.directory, pattern)];
    const others = found.filter((file) => !dynamic || file !== context.absolute);
    if (others.length === 0) {
      context.report(
        finding('GW1015', {
          message: `the pattern ${pattern} matches no file`,
          span,
          help: `it is relative to ${dirname(source.name)}/; names that start with a dot need a dot in the pattern`,
        }),
      );
    }
    for (const absolute of others) {
      const name = join(dirname(source.name), relative(source.directory, absolute));
      if (!files.has(absolute)) files.set(absolute, { name, absolute, path, literal: !dynamic });
    }
  }
  return [...files.values()];
}

/**
 * The files a pattern matches now.
 * @param directory absolute; the pattern is relative to it
 * @param pattern with wildcards
 * @param files the files there are; undefined: those of the disk
 * @returns absolute names, sorted
 */
export async function matchPattern(
  directory: string,
  pattern: string,
  files?: readonly string[],
): Promise<readonly string[]> {
  const found = await glob(pattern, {
    cwd: directory,
    absolute: true,
    onlyFiles: true,
    expandDirectories: false,
    ...(files && { fs: listingOf(files) }),
  });
  return found.map((file) => resolve(file)).sort(byText);
}

/**
 * Where files can appear that a pattern matches.
 * @param pattern with wildcards
 * @returns the part before the first wildcard, `.` when there is none, and how many levels below it: infinite for `**`
 */
export function reachOf(pattern: string): { readonly base: string; readonly levels: number } {
  const parts = pattern.split('/');
  const first = parts.findIndex((part) => isDynamicPattern(part));
  const base = parts.slice(0, first).join('/');
  const rest = parts.slice(first);
  const levels = rest.includes('**') ? Number.POSITIVE_INFINITY : rest.length - 1;
  return { base: base === '' ? (pattern.startsWith('/') ? '/' : '.') : base, levels };
}
