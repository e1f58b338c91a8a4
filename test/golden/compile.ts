import { basename, dirname } from 'node:path';
import { check } from '../../src/check/check.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { report } from '../../src/diagnostics/report.ts';
import { hasErrors } from '../../src/diagnostics/summary.ts';
import { emit } from '../../src/emit/emit.ts';
import { load } from '../../src/input/load.ts';
import type { Loaded } from '../../src/input/loaded.ts';
import { applySuppressions } from '../../src/input/suppressions.ts';
import { lower } from '../../src/lower/lower.ts';
import type { Flavor } from '../../src/model/document.ts';
import type { Gateway } from '../../src/model/gateway.ts';
import { optimise } from '../../src/passes/optimise.ts';
import { toDocument } from '../../src/schema/to-document.ts';
import type { GoldenCase } from './cases.ts';
import { pretty } from './pretty.ts';

/** The last line of a report counts what stands above it. */
const COUNTS = /\n\d+ problem[^\n]*\n$/;

/** A case as far as it got: without a gateway where it has errors. */
export interface ExaminedCase {
  readonly loaded: Loaded;
  readonly gateway: Gateway | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads and checks a case as the command line would, but for the files it names: those need not exist.
 * @param golden the case
 */
export async function examineCase({ source, flavor }: GoldenCase): Promise<ExaminedCase> {
  const loaded = await load({ files: [basename(source)], environment: {}, cwd: dirname(source) });
  return examineLoaded(loaded, flavor);
}

/**
 * The same for something that was loaded.
 * @param loaded from `load()`
 * @param flavor the server it is for
 */
export function examineLoaded(loaded: Loaded, flavor: Flavor): ExaminedCase {
  const understood = toDocument(loaded);
  const { document } = understood;
  const { document: seen, isKnown } = understood.partial ?? { document, isKnown: undefined };
  const found = seen === undefined ? [] : check(seen, loaded.locate, { readable: () => true, isKnown });
  const all = [...loaded.diagnostics, ...understood.diagnostics, ...found];
  const diagnostics = applySuppressions(all, loaded);
  const sound = document !== undefined && !hasErrors(diagnostics);
  return { loaded, diagnostics, gateway: sound ? optimise(lower(document, { flavor })) : undefined };
}

/**
 * Compiles a case.
 * @param golden the case
 * @returns what is compared, by path: nothing that changes from build to build, and the Lua library only where it is at home
 */
export async function compileCase(golden: GoldenCase): Promise<Record<string, string>> {
  const { diagnostics, gateway, loaded } = await examineCase(golden);
  const said = report(diagnostics, { format: 'pretty', sources: loaded.sources, color: 'off' });
  const files = said === '' ? {} : { 'diagnostics.txt': said.replace(COUNTS, '') };
  if (gateway === undefined) return files;
  const bundle = emit(gateway, loaded.locate).files;
  const { version: _, generation: __, ...data } = JSON.parse(text(bundle.get('data/gateway.json')?.content));
  return {
    'conf/nginx.conf': text(bundle.get('conf/nginx.conf')?.content),
    'data/gateway.json': `${pretty(data)}\n`,
    ...files,
  };
}

const text = (content: string | Uint8Array | undefined): string =>
  Buffer.from(content ?? '').toString('utf8');
