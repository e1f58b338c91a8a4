import { isAbsolute } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { hasErrors } from '../diagnostics/summary.ts';
import { load } from '../input/load.ts';
import type { Loaded } from '../input/loaded.ts';
import type { Snapshot } from '../input/snapshot.ts';
import { applySuppressions } from '../input/suppressions.ts';
import type { GatewayDocument } from '../model/document.ts';
import { DEFAULT_FILE, type SourceOptions } from './options.ts';
import type { Terminal } from './terminal.ts';

/** A configuration that was read and checked. */
export interface Examined {
  readonly loaded: Loaded;
  /** Undefined when there are errors. */
  readonly document: GatewayDocument | undefined;
  /** All there is to say about it, suppressions obeyed. */
  readonly diagnostics: readonly Diagnostic[];
  /** What to try next when the configuration cannot be found. */
  readonly hint: string | undefined;
}

/** A configuration without errors: one that can be compiled. */
export type Sound = Examined & { readonly document: GatewayDocument };

/** Whether a configuration can be compiled. */
export const isSound = (examined: Examined): examined is Sound => examined.document !== undefined;

/**
 * Reads a configuration and looks for every problem it has. Opens no socket and starts nothing.
 * @param options which files
 * @param terminal for standard input, the environment and the directory
 * @param snapshot where the files are read from instead of the disk
 */
export async function examine(
  options: SourceOptions,
  terminal: Terminal,
  snapshot?: Snapshot,
): Promise<Examined> {
  const files = options.file ?? [DEFAULT_FILE];
  const loaded = await load({
    files,
    ...(files.includes('-') && { stdin: await terminal.stdin() }),
    ...(options.stdinFilepath !== undefined && { stdinName: options.stdinFilepath }),
    environment: terminal.environment,
    cwd: terminal.cwd,
    ...(snapshot && { snapshot }),
  });
  const found = [...loaded.diagnostics];
  let document: GatewayDocument | undefined;
  if (loaded.value !== undefined) {
    const [{ toDocument }, { check }] = await Promise.all([
      import('../schema/to-document.ts'),
      import('../check/check.ts'),
    ]);
    const converted = toDocument(loaded);
    found.push(...converted.diagnostics);
    document = converted.document;
    // Behind errors of form, rules look at what is left: every problem is told at once.
    const { document: seen, isKnown } = converted.partial ?? { document, isKnown: undefined };
    if (seen !== undefined) found.push(...check(seen, loaded.locate, { isKnown }));
  }
  const diagnostics = applySuppressions(found, loaded);
  const missing =
    options.file === undefined &&
    diagnostics.some(({ code }) => code === 'GW1012') &&
    loaded.value === undefined;
  return {
    loaded,
    document: hasErrors(diagnostics) ? undefined : document,
    diagnostics,
    hint: missing ? 'gatewayc init writes a starter gateway.yaml; -f names another file' : undefined,
  };
}

/**
 * A file name in messages: as the user gave it.
 * @param options which files
 */
export function describeSources({
  file = [DEFAULT_FILE],
  stdinFilepath = 'standard input',
}: SourceOptions): string {
  return file
    .map((name) => (name === '-' ? stdinFilepath : isAbsolute(name) ? name : name.replace(/^\.\//, '')))
    .join(', ');
}
