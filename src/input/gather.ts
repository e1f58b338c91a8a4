import { dirname, resolve } from 'node:path';
import type { ParsedNode } from 'yaml';
import type { Span } from '../diagnostics/diagnostic.ts';
import { finding } from '../diagnostics/finding.ts';
import type { Report } from './findings.ts';
import type { Included } from './include.ts';
import { LIMITS } from './limits.ts';
import type { IncludePattern, LoadRequest } from './loaded.ts';
import { findNode } from './node.ts';
import { parseSource } from './parse.ts';
import { toPlain } from './plain.ts';
import { type Source, spanOfNode } from './source.ts';
import { readSuppressions, type Suppression } from './suppressions.ts';
import { readText } from './text-file.ts';
import type { Tree } from './tree.ts';

/** What one load has seen so far. */
export interface Session {
  readonly request: LoadRequest;
  readonly report: Report;
  /** Files by absolute name; `open` while the files it includes are being read. */
  readonly opened: Map<string, 'open' | 'done'>;
  readonly dependencies: Set<string>;
  readonly patterns: IncludePattern[];
  /** Texts by their name in messages. */
  readonly sources: Map<string, string>;
  readonly unsettled: Set<ParsedNode>;
  readonly suppressions: Suppression[];
  /** False once a file could not be read as a mapping. */
  sound: boolean;
}

/** A file to read: its name in messages, its absolute name (undefined for stdin), and the node that includes it. */
interface Wanted {
  readonly name: string;
  readonly absolute: string | undefined;
  readonly directory: string;
  readonly span?: Span | undefined;
}

/**
 * Reads a file the user named, and what it includes.
 * @param session takes what was seen
 * @param file as the user gave it; `-` is standard input
 * @returns its value and those of the files it includes, in merging order; nothing for a file that was read before
 */
export function gather(session: Session, file: string): Promise<readonly Tree[]> {
  const { cwd, stdinName } = session.request;
  if (file === '-') {
    const directory = stdinName === undefined ? cwd : dirname(resolve(cwd, stdinName));
    return gatherFile(session, { name: stdinName ?? '<stdin>', absolute: undefined, directory });
  }
  const absolute = resolve(cwd, file);
  return gatherFile(session, { name: file, absolute, directory: dirname(absolute) });
}

async function gatherFile(session: Session, wanted: Wanted): Promise<readonly Tree[]> {
  const { absolute } = wanted;
  if (absolute !== undefined) {
    if (session.opened.has(absolute)) return [];
    session.opened.set(absolute, 'open');
    session.dependencies.add(absolute);
  }
  if (session.sources.size >= LIMITS.files) {
    return refuse(session, wanted, { code: 'GW1009', problem: `is file number ${LIMITS.files + 1}` });
  }
  const text = await readWanted(session, wanted);
  if (text === undefined) return [];
  session.sources.set(wanted.name, text);
  const trees = await readTrees(session, wanted, text);
  if (absolute !== undefined) session.opened.set(absolute, 'done');
  return trees;
}

async function readWanted(session: Session, wanted: Wanted): Promise<string | undefined> {
  const { snapshot, stdin } = session.request;
  const read =
    wanted.absolute !== undefined
      ? await (snapshot?.read ?? readText)(wanted.absolute)
      : stdin === undefined
        ? { kind: 'unreadable' as const, problem: 'was not given' }
        : Buffer.byteLength(stdin) > LIMITS.fileBytes
          ? { kind: 'too-large' as const }
          : { kind: 'text' as const, text: stdin };
  if (read.kind === 'text') return read.text;
  if (read.kind === 'too-large')
    refuse(session, wanted, { code: 'GW1009', problem: 'is larger than 16 MiB' });
  else refuse(session, wanted, { code: 'GW1012', problem: read.problem });
  return undefined;
}

async function readTrees(session: Session, wanted: Wanted, text: string): Promise<readonly Tree[]> {
  const { report, request, dependencies } = session;
  const source = parseSource({ name: wanted.name, directory: wanted.directory, text }, report);
  session.suppressions.push(...readSuppressions(source, report));
  if (!source.contents) {
    session.sound = false;
    return [];
  }
  const { environment } = request;
  const plain = toPlain(source, { environment, report, dependOn: (file) => dependencies.add(file) });
  for (const node of plain.unsettled) session.unsettled.add(node);
  if (!isMapping(plain.value)) return refuseShape(session, source, plain.value);
  const { include, ...value } = plain.value;
  const trees: Tree[] = [{ value, source, path: [] }];
  if (include === undefined) return trees;
  const { unsettled } = plain;
  // Loaded only here: few files include others, and the library behind it takes 10 ms.
  const { resolveIncludes } = await import('./include.ts');
  for (const file of await resolveIncludes(source, include, {
    absolute: wanted.absolute,
    unsettled,
    report,
    files: request.snapshot?.files,
    lookFor: (pattern) => session.patterns.push({ directory: source.directory, pattern }),
  })) {
    trees.push(...(await gatherIncluded(session, source, file)));
  }
  return trees;
}

async function gatherIncluded(session: Session, source: Source, file: Included): Promise<readonly Tree[]> {
  const found = findNode(source, file.path);
  const span = found && spanOfNode(source, found.node);
  if (session.opened.get(file.absolute) === 'open') {
    session.report(
      finding('GW1014', {
        message: `${file.name} includes this file, directly or through others`,
        span,
        help: 'move the shared part into a file that includes nothing',
      }),
    );
    return [];
  }
  return gatherFile(session, {
    name: file.name,
    absolute: file.absolute,
    directory: dirname(file.absolute),
    span,
  });
}

function refuse(
  session: Session,
  wanted: Wanted,
  { code, problem }: { readonly code: 'GW1009' | 'GW1012'; readonly problem: string },
): readonly Tree[] {
  session.sound = false;
  const help =
    code === 'GW1009'
      ? 'check the name; if it is right, split the gateway'
      : wanted.span
        ? 'names under include are relative to the file they stand in'
        : 'give the file with -f';
  session.report(finding(code, { message: `${wanted.name} ${problem}`, span: wanted.span, help }));
  return [];
}

function refuseShape(session: Session, source: Source, value: unknown): readonly Tree[] {
  session.sound = false;
  const kind = value === null ? 'is empty' : Array.isArray(value) ? 'is a list' : 'is a single value';
  const span = source.contents && spanOfNode(source, source.contents);
  const help = 'start it with keys such as version: 1 and routes:';
  session.report(finding('GW1018', { message: `${source.name} ${kind}`, span, help }));
  return [];
}

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
